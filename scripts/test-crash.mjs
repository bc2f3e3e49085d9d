// `npm run test:crash -- --kills 500`: the crash tests alone, with more kills than `npm test` makes.
import { runWithCount } from './run-with-count.mjs';

runWithCount({ folder: 'test/crash', option: 'kills', fallback: '500', variable: 'GOOGLENET_CRASH_KILLS' });
