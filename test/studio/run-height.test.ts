// The page of a run is as long as what one reads: what is looked up is folded, however often the run was resumed.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { it } from './support/studio-test.ts';

it.concurrent('a run that was resumed eight times', async ({ runs, open, expect }) => {
  const environment = {
    time: '2026-11-24T10:00:00.000Z',
    versions: { googlenet: '0.1.0', node: '20.20.2', onednn: '2.6.3' },
    commandLine: ['googlenet', 'train', '--run', 'often'],
    machine: { cpu: 'AMD EPYC', cores: 2, memory: 8e9, extensions: ['avx2', 'fma', 'sse4_2'] },
  };
  runs.write('often', { epochs: 2 });
  writeFileSync(
    join(runs.run('often'), 'environment.json'),
    JSON.stringify({ ...environment, resumes: Array.from({ length: 8 }, () => environment) }),
  );
  const page = await open('/runs/often', { viewport: { width: 1280, height: 900 } });
  const resume = page.locator('details', { hasText: 'Resume 8' });
  await resume.waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(3000);
  await resume.locator('summary').click();
  await resume.getByText('machine.cpu').waitFor();
  expect(await page.getByText('machine.cpu').count()).toBe(9);
});
