// Commands in a working folder that was deleted: the system then does not say where they are.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from './context.ts';

const program = fileURLToPath(new URL('../../bin/googlenet.js', import.meta.url));

const keepsFolders = 'Windows keeps a folder that a process is in';

function runInDeletedFolder(line: string) {
  const script = 'mkdir gone && cd gone && rmdir ../gone && exec "$0" "$@"';
  const argv = ['-c', script, process.execPath, program, ...line.split(' ')];
  const { status, stdout, stderr } = spawnSync('sh', argv, { cwd: temporaryFolder(), encoding: 'utf8' });
  return { exitCode: status, stdout, stderr };
}

it('what needs no working folder does without', ({ skip }) => {
  skip(process.platform === 'win32', keepsFolders);
  expect(runInDeletedFolder('summary --depth 0')).toMatchObject({ exitCode: 0, stderr: '' });
});

it('what needs one says in one line that it is gone', ({ skip }) => {
  skip(process.platform === 'win32', keepsFolders);
  expect(runInDeletedFolder('evaluate run')).toEqual({
    exitCode: 1,
    stdout: '',
    stderr:
      'error ENVIRONMENT: the folder that this was started in is gone: no such file or directory · hint: go to one that exists\n',
  });
});
