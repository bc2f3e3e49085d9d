// Weights that `googlenet import` has taken over: in the list, with a page, to be tried and drawn.
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { program } from './support/studio-process.ts';
import { it } from './support/studio-test.ts';

it('shows imported weights, tries them and draws their network', async ({ runs, trained, open, expect }) => {
  const weights = join(runs.run(trained), 'weights', 'last.safetensors');
  execFileSync(process.execPath, [program, 'import', weights, '--out', runs.run('taken-over'), '--lang', 'en']);
  const page = await open('/');
  const row = page.getByRole('row', { name: 'taken-over' });
  await row.getByText('imported').waitFor();
  await row.getByText('GoogLeNet').waitFor();
  await row.getByRole('link', { name: 'taken-over' }).click();
  await page.getByText('These weights were trained elsewhere and imported').waitFor();
  expect(await page.getByText('is not there').count()).toBe(0);
  await page.getByRole('link', { name: 'Try it in the playground' }).click();
  await page.getByTestId('true-label').waitFor();
  expect(await page.getByTestId('run').inputValue()).toBe('taken-over');
  await page.goBack();
  await page.getByRole('link', { name: 'The network as a drawing' }).click();
  await page.locator('[data-part]').first().waitFor();
});
