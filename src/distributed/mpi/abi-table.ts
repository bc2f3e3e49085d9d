// What differs between the ABIs of MPI: names of libraries, handles, constants and where a status keeps what.
// see: mpi.h of MPICH 4.0 (its ABI is that of Intel MPI and MVAPICH too), and of Open MPI 4.1 and 5.0
import type { AbiName } from './launcher.ts';

/** A handle of a communicator, type, operation or error handler. */
export type Handle = number | bigint;

/** The handles that the library comes with. */
export const handleNames = ['world', 'byte', 'int', 'float', 'double', 'sum', 'errorsReturn'] as const;
export type HandleName = (typeof handleNames)[number];

export interface Abi {
  /** What the loader is asked for, in this order. */
  readonly libraries: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>>;
  /**
   * The libraries by their own words (MPI_Get_library_version); the first group is the version. Tried with MPICH 4.0 and Open
   * MPI 4.1.
   */
  readonly versions: Readonly<Record<string, RegExp>>;
  /** How C declares a handle. */
  readonly handleType: 'int' | 'void *';
  /** Numbers, or names of the library's variables whose addresses they are. */
  readonly handles: Readonly<Record<HandleName, number>> | Readonly<Record<HandleName, string>>;
  readonly inPlace: bigint;
  readonly anySource: number;
  /** Where a status has the rank that a message comes from: 32-bit words from its start. */
  readonly sourceWord: number;
}

export const abis: { readonly [K in AbiName]: Abi } = {
  mpich: {
    libraries: {
      linux: ['libmpich.so.12', 'libmpi.so.12'],
      darwin: [
        'libmpi.12.dylib',
        '/opt/homebrew/opt/mpich/lib/libmpi.12.dylib',
        '/usr/local/opt/mpich/lib/libmpi.12.dylib',
      ],
    },
    versions: {
      MPICH: /^MPICH Version:\s*(\S+)/,
      'Intel MPI': /^Intel\(R\) MPI Library (\S+)/,
      MVAPICH: /^MVAPICH2? Version\s*:\s*(\S+)/,
    },
    handleType: 'int',
    handles: {
      world: 0x44000000,
      byte: 0x4c00010d,
      int: 0x4c000405,
      float: 0x4c00040a,
      double: 0x4c00080b,
      sum: 0x58000003,
      errorsReturn: 0x54000001,
    },
    inPlace: 2n ** 64n - 1n,
    anySource: -2,
    sourceWord: 2,
  },
  openmpi: {
    libraries: {
      linux: ['libmpi.so.40'],
      darwin: [
        'libmpi.40.dylib',
        '/opt/homebrew/opt/open-mpi/lib/libmpi.40.dylib',
        '/usr/local/opt/open-mpi/lib/libmpi.40.dylib',
      ],
    },
    versions: { 'Open MPI': /^Open MPI v([45]\.[^\s,]+)/ },
    handleType: 'void *',
    handles: {
      world: 'ompi_mpi_comm_world',
      byte: 'ompi_mpi_byte',
      int: 'ompi_mpi_int',
      float: 'ompi_mpi_float',
      double: 'ompi_mpi_double',
      sum: 'ompi_mpi_op_sum',
      errorsReturn: 'ompi_mpi_errors_return',
    },
    inPlace: 1n,
    anySource: -1,
    sourceWord: 0,
  },
};

export const anyTag = -1;
/** MPI is called by the main thread alone, but it is not the only one. */
export const threadsFunnelled = 1;
/** Bytes that fit the longest text and any status. */
export const textBytes = 8192;
export const statusBytes = 64;
