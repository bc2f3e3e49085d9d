import { expect, it } from 'vitest';
import { LeNet } from '../../models/lenet.ts';
import { freeze } from './train-freeze.ts';

it.each([
  ['model.0.*', ['model.0.weight', 'model.0.bias']],
  ['model.[0-3].bias', ['model.0.bias', 'model.3.bias']],
  ['model.?.weight', ['model.0.weight', 'model.3.weight', 'model.7.weight', 'model.9.weight']],
  ['*11*', ['model.11.weight', 'model.11.bias']],
])('%s freezes what fits', (pattern, names) => {
  const model = new LeNet();
  expect(freeze(model, pattern)).toBe(names.length);
  expect([...model.frozenNames]).toEqual(names);
});

it('refuses what fits nothing, leaves nothing, or is no pattern', () => {
  const message = (pattern: string) => {
    try {
      return String(freeze(new LeNet(), pattern));
    } catch (error) {
      return (error as { problems: readonly { message: string }[] }).problems[0].message;
    }
  };
  expect(message('model.1.weight')).toBe("--freeze is 'model.1.weight', which fits no tensor");
  expect(message('model')).toContain('which fits no tensor');
  expect(message('*')).toBe("--freeze is '*', which leaves nothing to learn");
  expect(message('model.[9-0].*')).toBe("--freeze is 'model.[9-0].*', which is no pattern");
  expect(message('model.(0')).toContain('which fits no tensor');
  // As long as a pattern may be, it takes no time.
  expect(message(`${'*a'.repeat(2000)}`)).toContain('which fits no tensor');
});
