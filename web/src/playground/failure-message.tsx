// Why something is not there, what to do, and a button to try again.
import type { Failure } from '../../../src/studio/protocol.ts';
import { textsOf } from '../language/language.ts';
import { playgroundTexts } from './playground-texts.ts';
import { notReached } from './requests.ts';

interface FailureMessageProps {
  readonly failure: Failure;
  readonly onRetry?: () => void;
}

export function FailureMessage({ failure, onRetry }: FailureMessageProps) {
  const texts = textsOf(playgroundTexts);
  return (
    <div class="failure-message" role="alert">
      <p>{failure.code === notReached ? texts.notReached : failure.message}</p>
      {failure.hint !== undefined && <p class="quiet">{failure.hint}</p>}
      {onRetry !== undefined && (
        <button type="button" onClick={onRetry}>
          {texts.retry}
        </button>
      )}
    </div>
  );
}
