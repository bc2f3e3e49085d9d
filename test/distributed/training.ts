// `googlenet train` as several processes of one launcher, in a project that has the library installed, on a few pictures.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from '../../src/data/encode-png.ts';
import { RandomStream } from '../../src/random/random-stream.ts';
import { installLibrary } from '../support/built-library.ts';
import { Launched, type MpiKind, type Places } from './launch.ts';

/** What makes them in some seconds: three classes of pictures, and the program. */
export interface TrainingProject {
  readonly program: string;
  readonly pictures: string;
}

const classes = ['bright', 'dark', 'split'];
const side = 12;

/** @param count pictures of each class */
export async function makeProject(count = 14): Promise<TrainingProject> {
  const folder = mkdtempSync(join(tmpdir(), 'googlenet-team-'));
  const library = installLibrary(folder);
  cpSync(fileURLToPath(new URL('../../bin', import.meta.url)), join(library, 'bin'), { recursive: true });
  const pictures = join(folder, 'pictures');
  const random = new RandomStream(0, 'pictures');
  for (const [index, name] of classes.entries()) {
    mkdirSync(join(pictures, name), { recursive: true });
    for (let picture = 0; picture < count; picture++) {
      const pixels = Uint8Array.from({ length: side * side }, (_, at) => {
        const light = [200, 60, at < (side * side) / 2 ? 200 : 60][index];
        return light + 50 * random.uniform((index * count + picture) * side * side + at);
      });
      writeFileSync(join(pictures, name, `${picture}.png`), await encodePng(pixels, { rows: side, columns: side }));
    }
  }
  return { program: join(library, 'bin', 'googlenet.js'), pictures };
}

/** A network of a few milliseconds a step, in steps that three processes cannot share evenly. */
export function trainingArguments({ pictures }: TrainingProject, epochs: number): readonly string[] {
  const data = [
    '--data',
    pictures,
    '--recipe',
    'tutorial',
    '--channels',
    '1',
    '--val-split',
    '0.2',
    '--augment',
    'basic',
  ];
  const network = ['--model', 'lenet', '--image-size', '16', '--batch-size', '8', '--epochs', String(epochs)];
  const rates = ['--lr', '0.05', '--momentum', '0.9', '--schedule', 'cosine'];
  return [
    ...data,
    ...network,
    ...rates,
    '--threads',
    '1',
    '--checkpoint-every',
    '4',
    '--save-best',
    '--log-every',
    '2',
  ];
}

export interface TrainingPlaces extends Places {
  readonly cwd: string;
  readonly argv: readonly string[];
}

/** Its run is `run` in the working directory, so that equal trainings have equal configurations. */
export class Training extends Launched {
  readonly run: string;
  readonly #cwd: string;

  constructor(kind: MpiKind, { program }: TrainingProject, { argv, ...places }: TrainingPlaces) {
    super(kind, [program, 'train', ...argv], places);
    this.#cwd = places.cwd;
    this.run = join(places.cwd, 'run');
  }

  /** The processes that are running, by rank. */
  ranks(): ReadonlyMap<number, number> {
    const found = readdirSync('/proc').flatMap((name) => {
      if (!/^\d+$/.test(name)) return [];
      try {
        const [program, , command] = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0');
        const isRank = program === process.execPath && command === 'train';
        if (!isRank || readlinkSync(`/proc/${name}/cwd`) !== this.#cwd) return [];
        const environment = readFileSync(`/proc/${name}/environ`, 'utf8');
        const [, , rank] = /(^|\0)(?:PMI_RANK|OMPI_COMM_WORLD_RANK)=(\d+)/.exec(environment) ?? [];
        return rank === undefined ? [] : [[Number(rank), Number(name)] as const];
      } catch {
        // It has just ended.
        return [];
      }
    });
    return new Map(found);
  }
}
