// Something that a program may expect of its machine or account, and that is not there: a working folder, a home.
import { GoogLeNetError } from './googlenet-error.ts';

export class EnvironmentError extends GoogLeNetError {
  readonly code = 'ENVIRONMENT';
}
