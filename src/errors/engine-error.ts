// An engine that is missing, refused a program, or failed while running one.
import { GoogLeNetError } from './googlenet-error.ts';

export class EngineError extends GoogLeNetError {
  readonly code: string = 'ENGINE_FAILED';
}
