// A studio that cannot start: no page was built, the port is taken, the address is not this machine's.
import { GoogLeNetError } from '../errors/googlenet-error.ts';

export class StudioError extends GoogLeNetError {
  readonly code = 'STUDIO';
}
