// How far a training is, as a bar.
import type { RunProgress } from '../../../src/studio/protocol.ts';
import { shareDone } from './progress.ts';

export function ProgressBar({ progress, label }: { readonly progress: RunProgress; readonly label: string }) {
  const share = shareDone(progress);
  return <progress aria-label={label} {...(share === null ? {} : { value: share })} max={1} />;
}
