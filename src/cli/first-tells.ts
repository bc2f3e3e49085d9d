// Processes that a launcher started together make the same mistakes, and would all tell them. Open MPI's launcher, and Slurm's with
// --kill-on-bad-exit, end the others at the first bad exit: so the first one tells, and the others give it the time. What it does not know
// of, they tell after all.
import { launcherOf, type Variables } from '../distributed/mpi/launcher.ts';

/** Milliseconds: a process may start later than the others. */
const patience = 2000;

export async function letFirstTell(variables: Variables): Promise<void> {
  const rank = launcherOf(variables)?.rank ?? 0;
  if (rank > 0) await new Promise((resolve) => setTimeout(resolve, patience));
}
