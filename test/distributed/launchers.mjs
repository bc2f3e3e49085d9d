// The launchers of MPI that this machine has, by names of their own, since Debian's alternatives decide whose `mpirun` is.
import { findProgram } from '../../scripts/setup/find-program.mjs';

export const launchers = [
  {
    name: 'MPICH',
    program: findProgram(['mpirun.mpich', 'mpiexec.hydra']),
    argv: [],
    // UCX sees that it is one machine, by its kernel, and would take the memory that they share.
    onHosts: (hosts, shell) => [
      ...['-launcher', 'ssh', '-launcher-exec', shell],
      ...['-genv', 'UCX_TLS', 'tcp,self', '-hosts', hosts.join()],
    ],
  },
  {
    name: 'Open MPI',
    program: findProgram(['mpirun.openmpi']),
    argv: ['--allow-run-as-root', '--oversubscribe'],
    onHosts: (hosts, shell) => ['--mca', 'plm_rsh_agent', shell, '-H', hosts.join()],
  },
];
