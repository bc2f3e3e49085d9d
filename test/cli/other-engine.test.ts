// A training on a GPU that goes on without it, through the command line: only if that is allowed, and then it says that numbers
// differ from there on. The GPU is one in software.
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { RunFolder } from '../../src/runs/run-folder.ts';
import { enginesUnderTest } from '../support/engines.ts';
import { snapshot } from '../support/snapshot.ts';
import { describeUnless } from '../support/unless.ts';
import { runCommand, temporaryFolder } from './context.ts';

const sizes = '--model lenet --image-size 28 --batch-size 4 --limit-train 4 --limit-test 4';

const training = `train --epochs 2 --lr 0.1 --run mine --quiet ${sizes}`.split(' ');

describeUnless(enginesUnderTest.webgpu.unavailable, 'a training on webgpu', () => {
  it('goes on with another engine only if that is allowed, says that numbers differ, and they differ by rounding', async () => {
    const workingDirectory = temporaryFolder();
    const begun = await runCommand([...training, '--engine', 'webgpu'], {
      workingDirectory,
      signalAfter: (printed) => (printed.includes('epoch 001/2') ? 'SIGINT' : undefined),
    });
    expect(begun.exitCode).toBe(130);
    const before = snapshot(workingDirectory);
    const other = ['train', '--resume', 'mine', '--engine', 'onnxruntime'];
    expect(await runCommand(other, { workingDirectory })).toMatchObject({
      exitCode: 2,
      stderr:
        'error INVALID_OPTION: --engine is onnxruntime, but the run was started with webgpu · hint: leave --engine out, or add --allow-engine-change\n',
    });
    expect(snapshot(workingDirectory)).toEqual(before);

    const resumed = await runCommand([...other, '--allow-engine-change'], { workingDirectory });
    expect(resumed.exitCode).toBe(0);
    expect(resumed.stderr).toContain(
      'the engine was webgpu and is onnxruntime: from here on, numbers differ in their last digits',
    );
    // A GPU computes on one thread of the processor, which says nothing about other engines.
    const environment = JSON.parse(readFileSync(new RunFolder(join(workingDirectory, 'mine')).environment, 'utf8'));
    expect(environment.resumes).toMatchObject([{ engine: 'onnxruntime', threads: availableParallelism() }]);

    const elsewhere = temporaryFolder();
    const undisturbed = await runCommand([...training, '--engine', 'onnxruntime'], { workingDirectory: elsewhere });
    expect(undisturbed.exitCode).toBe(0);
    const [found, expected] = [workingDirectory, elsewhere].map(lossesOf);
    expect(found).toHaveLength(2);
    for (const [epoch, loss] of found.entries()) expect(loss).toBeCloseTo(expected[epoch], 4);
  });
});

/** The mean of each epoch. */
function lossesOf(workingDirectory: string): readonly number[] {
  const lines = readFileSync(new RunFolder(join(workingDirectory, 'mine')).metrics, 'utf8')
    .trim()
    .split('\n');
  const events = lines.map((line) => JSON.parse(line));
  return events.filter(({ kind }) => kind === 'epoch').map(({ trainLoss }) => trainLoss);
}
