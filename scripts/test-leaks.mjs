// `npm run test:leaks -- --rounds 200`: the leak tests alone, with more rounds between two looks than `npm test` makes.
import { runWithCount } from './run-with-count.mjs';

runWithCount({ folder: 'test/leaks', option: 'rounds', fallback: '200', variable: 'GOOGLENET_LEAK_ROUNDS' });
