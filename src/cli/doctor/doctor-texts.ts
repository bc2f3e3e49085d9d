// What `doctor` says of its findings, in both languages.
import type { GpuAdapter } from '../../engines/onnxruntime/hosts/vulkan-adapters.ts';
import { asCalled } from '../../errors/as-called.ts';
import { type Texts, translated } from '../../metrics/languages.ts';
import { countOf } from '../../metrics/print-count.ts';
import type { Language } from '../terminal/language.ts';
import { displayWidth } from '../terminal/terminal-text.ts';
import { besideTitle } from '../terminal/wrap-text.ts';
import { sayMessage } from '../zh/chinese.ts';
import type { DatasetFinding, EngineFinding, Findings } from './examine.ts';

const english = {
  titles: {
    node: 'node',
    processor: 'processor',
    vectors: 'vectors',
    memory: 'memory',
    load: 'load',
    engines: 'engines',
    gpus: 'GPUs',
    precision: 'precision',
    mpi: 'MPI',
    dataset: 'dataset',
    printed: 'messages',
  },
  cores: (count: number) => countOf(count, 'core'),
  noVectors: 'none that the system tells of',
  free: (size: string) => `${size} free`,
  load: (processes: string, cores: number) => `${processes} on ${countOf(cores, 'core')} in the last minute`,
  busy: ': other processes are at work, and beside them training takes twice as long or longer',
  missing: (reason: string) => `missing: ${reason}`,
  gpuKinds: {
    integrated: 'integrated',
    discrete: 'discrete',
    virtual: 'virtual',
    software: 'software',
    other: 'other',
  },
  bf16: (isFaster: boolean) =>
    `float32, bf16, which is ${isFaster ? 'faster here (--precision auto)' : 'no faster here'}`,
  noMpi: 'none, which training on several machines needs (Debian, Ubuntu: apt install mpich)',
  found: (directory: string, source: keyof typeof sources) => `${directory} (${source})`,
  downloads: (directory: string) => `not on this machine; the first training downloads it to ${directory} (30 MB)`,
  noHome: 'not on this machine, and no home to download it to: set XDG_CACHE_HOME to a folder of yours',
};

/** Where the dataset's files were found, in Chinese. */
const sources = { directory: '指定的文件夹', cache: '缓存', system: '系统' } as const;

const chinese: typeof english = {
  titles: {
    node: 'Node',
    processor: '处理器',
    vectors: '向量指令',
    memory: '内存',
    load: '负载',
    engines: '引擎',
    gpus: 'GPU',
    precision: '数值精度',
    mpi: 'MPI',
    dataset: '数据集',
    printed: '消息',
  },
  cores: (count) => `${count} 个核心`,
  noVectors: '系统没有给出',
  free: (size) => `可用 ${size}`,
  load: (processes, cores) => `最近一分钟为 ${processes}，共 ${cores} 个核心`,
  busy: '：其他进程正在运行，此时训练时间会加倍或更长',
  missing: (reason) => `不可用：${reason}`,
  gpuKinds: { integrated: '集成', discrete: '独立', virtual: '虚拟', software: '软件模拟', other: '其他' },
  bf16: (isFaster) => `float32、bf16，bf16 ${isFaster ? '在本机上更快（--precision auto）' : '在本机上不会更快'}`,
  noMpi: '没有；在多台机器上训练需要它（Debian、Ubuntu：apt install mpich）',
  found: (directory, source) => `${directory}（${sources[source]}）`,
  downloads: (directory) => `本机没有；首次训练时会下载到 ${directory}（30 MB）`,
  noHome: '本机没有，也没有可供下载的主目录：请将 XDG_CACHE_HOME 设为您自己的文件夹',
};

type DoctorTexts = typeof english;
const doctorTexts: Texts<DoctorTexts> = translated({ en: english, zh: chinese });

export interface Reader {
  readonly language: Language;
  /** How this program is called there. */
  readonly program: string;
  /** Width of the terminal; undefined where there is none. */
  readonly columns: number | undefined;
}

export function printFindings(findings: Findings, reader: Reader): readonly string[] {
  const { language, columns } = reader;
  const texts = doctorTexts[language];
  const { node, processor, memory, load, engines, gpus, precision, mpi, dataset, printed } = findings;
  const rows: readonly (readonly [title: keyof DoctorTexts['titles'], ...facts: readonly string[]])[] = [
    ['node', `${node.version} · ${node.platform} ${node.arch}`],
    ['processor', `${processor.model} · ${texts.cores(processor.cores)}`],
    ['vectors', processor.vectorExtensions.join(' ') || texts.noVectors],
    ['memory', `${gigabytes(memory.total)} · ${texts.free(gigabytes(memory.free))}`],
    ['load', texts.load(load.lastMinute.toFixed(1), processor.cores) + (load.slowsTraining ? texts.busy : '')],
    ['engines', ...engines.map((engine) => describeEngine(engine, texts, reader))],
    ['gpus', ...gpus.map((gpu, number) => describeGpu(gpu, number, texts))],
    ['precision', precision.available.includes('bf16') ? texts.bf16(precision.auto === 'bf16') : 'float32'],
    ['mpi', mpi.map(({ version, path }) => `${version} (${path})`).join(' · ') || texts.noMpi],
    ['dataset', describeDataset(dataset, texts)],
    ['printed', ...printed],
  ];
  const width = Math.max(...Object.values(texts.titles).map(displayWidth)) + 2;
  return rows.flatMap(([title, ...facts]) =>
    facts.map((fact, index) => {
      const shown = index === 0 ? texts.titles[title] : '';
      return besideTitle(shown + ' '.repeat(width - displayWidth(shown)), fact, columns);
    }),
  );
}

function describeEngine(engine: EngineFinding, texts: DoctorTexts, { language, program }: Reader): string {
  const state =
    'version' in engine ? engine.version : texts.missing(asCalled(sayMessage(engine.missing, language), program));
  return `${engine.name} ${state}`;
}

function describeGpu(adapter: GpuAdapter, number: number, { gpuKinds }: DoctorTexts): string {
  const { name, vendor, kind, vulkan, driver, memory } = adapter;
  const facts = [vendor, gpuKinds[kind], `Vulkan ${vulkan}`, driver, gigabytes(memory)].filter((fact) => fact !== '');
  return [`${number}: ${name}`, ...facts].join(' · ');
}

function describeDataset({ found, downloadsTo }: DatasetFinding, texts: DoctorTexts): string {
  if (found !== null) return texts.found(found.directory, found.source);
  return downloadsTo === null ? texts.noHome : texts.downloads(downloadsTo);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
