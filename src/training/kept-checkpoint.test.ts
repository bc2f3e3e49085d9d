// What a browser's storage may do to a checkpoint, without a browser: the folder is one of memory.
import { describe, expect, it } from 'vitest';
import { TinyNet } from '../../test/support/small-nets.ts';
import { createTinyTrainer } from '../../test/support/tiny-training.ts';
import { type BrowserDirectory, keepInBrowser, keptInBrowser } from './kept-checkpoint.ts';

/** @param failure what writing throws */
class Folder implements BrowserDirectory {
  readonly files = new Map<string, Uint8Array<ArrayBuffer>>();
  failure: Error | undefined;

  async getFileHandle(name: string, { create = false } = {}) {
    if (!create && !this.files.has(name)) throw new DOMException('none', 'NotFoundError');
    if (!this.files.has(name)) this.files.set(name, new Uint8Array());
    const content = () => this.files.get(name) ?? new Uint8Array();
    let written: Uint8Array<ArrayBuffer> | undefined;
    return {
      getFile: async () => ({ arrayBuffer: async () => content().slice().buffer }),
      createWritable: async () => ({
        write: async (bytes: Uint8Array<ArrayBuffer>) => {
          if (this.failure !== undefined) throw this.failure;
          written = bytes;
        },
        close: async () => void (written !== undefined && this.files.set(name, written)),
        abort: async () => {},
      }),
    };
  }
}

async function trained(folder: Folder, onWarning?: (text: string) => void): Promise<void> {
  await using trainer = await createTinyTrainer(new TinyNet(), { engine: 'reference' });
  trainer.keepCheckpoints(keepInBrowser(folder, 'mine', onWarning === undefined ? {} : { onWarning }));
  await trainer.train(1);
}

describe('a checkpoint in a browser', () => {
  it('is nothing before the first, and then the state', async () => {
    const folder = new Folder();
    expect(await keptInBrowser(folder, 'mine')).toBeUndefined();
    await trained(folder);
    expect(await keptInBrowser(folder, 'mine')).toMatchObject({ position: { epoch: 2, step: 0 } });
  });

  it('is nothing where the first was never finished, and refused where it is damaged', async () => {
    const folder = new Folder();
    folder.files.set('mine', new Uint8Array());
    expect(await keptInBrowser(folder, 'mine')).toBeUndefined();
    folder.files.set('mine', Uint8Array.of(1, 2, 3));
    await expect(keptInBrowser(folder, 'mine')).rejects.toMatchObject({ name: 'DamagedCheckpointError' });
  });

  it('ends the training where the storage is full and nobody wants to be told', async () => {
    const folder = new Folder();
    folder.failure = new DOMException('too much', 'QuotaExceededError');
    await expect(trained(folder)).rejects.toThrow(
      'mine: cannot be written: too much · hint: free some space: delete what the pages of this site keep',
    );
    const warnings: string[] = [];
    await trained(folder, (text) => warnings.push(text));
    expect(warnings).toHaveLength(1);
  });

  it('ends it where the browser refuses for another reason, whoever is told', async () => {
    const folder = new Folder();
    folder.failure = new DOMException('not allowed', 'NotAllowedError');
    await expect(trained(folder, () => {})).rejects.toMatchObject({ name: 'WriteError' });
  });

  it('needs a folder', () => {
    expect(() => keepInBrowser({} as never, 'mine')).toThrow('directory is no folder of a browser');
  });
});
