// Results that cannot be written: no space, no permission.
import { GoogLeNetError } from '../errors/googlenet-error.ts';

export class RunFolderError extends GoogLeNetError {
  readonly code = 'RUN_FOLDER';
}
