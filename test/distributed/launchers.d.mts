export interface MpiLauncher {
  readonly name: 'MPICH' | 'Open MPI';
  /** Undefined where it is not installed. */
  readonly program: string | undefined;
  readonly argv: readonly string[];
  /** How it is told where ranks run, by a program that takes the name of a host and a command, as ssh does. */
  readonly onHosts: (hosts: readonly string[], shell: string) => readonly string[];
}

export const launchers: readonly MpiLauncher[];
