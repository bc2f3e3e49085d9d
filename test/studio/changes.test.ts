// A run's note, its name and the way to the trash, as somebody uses them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentProcess } from '../../src/runs/process-identity.ts';
import { violations } from './support/axe.ts';
import { tabTo } from './support/keyboard.ts';
import { it } from './support/studio-test.ts';

it.concurrent('writes a note by keyboard, which the list shows and finds', async ({ runs, open, expect }) => {
  runs.write('noted');
  const page = await open('/runs/noted');
  await page.getByRole('button', { name: 'Write a note' }).waitFor();
  await tabTo(page, 'Write a note');
  await page.keyboard.press('Enter');
  await page.keyboard.type('warm-up was too short\nnext: twice as long');
  await tabTo(page, 'Save');
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: 'Note' }).getByText('warm-up was too short').waitFor();
  expect(readFileSync(join(runs.run('noted'), 'note.txt'), 'utf8')).toBe('warm-up was too short\nnext: twice as long');
  await page.getByRole('link', { name: '← All runs' }).click();
  await page.getByLabel('Search the runs').fill('warm-up twice');
  await expect.poll(() => page.locator('.run-name a').allInnerTexts()).toEqual(['noted']);
  await page.getByText('next: twice as long').waitFor();
});

it.concurrent('keeps what was written where it cannot be saved, and says why', async ({ runs, open, expect }) => {
  runs.write('refused');
  const page = await open('/runs/refused', { allow: [/status of 409/] });
  await page.getByRole('button', { name: 'Write a note' }).click();
  await page.getByLabel('Note').fill('mine');
  writeFileSync(join(runs.run('refused'), 'note.txt'), 'theirs');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').getByText('Nothing was changed: the note was changed meanwhile').waitFor();
  expect(await page.getByLabel('Note').inputValue()).toBe('mine');
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByRole('region', { name: 'Note' }).getByText('theirs').waitFor();
});

it.concurrent('renames a run, and says why a name cannot be', async ({ runs, open, expect }) => {
  runs.write('old-name');
  runs.write('taken');
  const page = await open('/runs/old-name', { allow: [/status of 409/] });
  await page.getByRole('button', { name: 'Rename …' }).click();
  const dialog = page.getByRole('dialog', { name: 'Rename old-name' });
  await dialog.getByLabel('New name').fill('taken');
  await page.keyboard.press('Enter');
  await dialog.getByRole('alert').getByText('there is something called').waitFor();
  expect(await violations(page)).toEqual([]);
  await dialog.getByLabel('New name').fill('new name');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'new name' }).waitFor();
  await page.locator('.tiles').waitFor();
  expect([existsSync(runs.run('old-name')), existsSync(runs.run('new name'))]).toEqual([false, true]);
});

it.concurrent('deletes a run only when it is told to, and says where it lies', async ({ runs, open, expect }) => {
  runs.write('unwanted');
  const page = await open('/runs/unwanted');
  await page.getByRole('button', { name: 'Delete …' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  expect(existsSync(runs.run('unwanted'))).toBe(true);
  await page.getByRole('button', { name: 'Delete …' }).click();
  await page.getByRole('button', { name: 'Move to .trash' }).click();
  await page.getByText('unwanted lies in .trash/unwanted of the runs’ folder now.').waitFor();
  await page.getByRole('link', { name: 'unwanted', exact: true }).waitFor({ state: 'detached' });
  expect(existsSync(join(runs.path, '.trash', 'unwanted', 'config.json'))).toBe(true);
  await page.getByRole('button', { name: 'OK' }).click();
  await page.getByText('unwanted lies in').waitFor({ state: 'detached' });
});

it.concurrent('offers nothing for a run that is being trained', async ({ runs, open, expect }) => {
  runs.write('busy', { status: 'running' });
  const token = '00000000-0000-4000-8000-000000000000';
  writeFileSync(
    join(runs.run('busy'), 'run.lock'),
    JSON.stringify({ ...currentProcess(), since: '2026-01-01T00:00:00.000Z', token }),
  );
  const page = await open('/runs/busy');
  await page.getByText('While it is being trained, a run cannot be changed.').waitFor();
  for (const name of ['Write a note', 'Rename …', 'Delete …']) {
    expect(await page.getByRole('button', { name }).isDisabled()).toBe(true);
  }
});
