// The processor's name and those of its instruction sets that matter to the kernels.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';

/** Linux's names, which macOS writes in capitals; Apple's own chips name features `FEAT_…`. */
const vectorExtensions =
  /^(sse4_2|sse4\.2|avx\d?(\.0)?|fma|f16c|avx512\w*|avx_vnni|amx_\w+|neon|asimd\w*|sve\w*|sme\d?|bf16|i8mm|fphp|feat_(bf16|i8mm|dotprod|fp16|sme\d*))$/;

export interface Processor {
  readonly model: string;
  /** Logical. */
  readonly cores: number;
  /** In the system's order and spelling; empty where the system does not say. */
  readonly vectorExtensions: readonly string[];
}

export function readProcessor(): Processor {
  const found = cpus();
  return {
    model: found.at(0)?.model.trim() ?? 'unknown',
    cores: found.length,
    vectorExtensions: selectVectorExtensions(readFeatures()),
  };
}

/** @param features of /proc/cpuinfo or sysctl, separated by spaces */
export function selectVectorExtensions(features: string): readonly string[] {
  return [...new Set(features.toLowerCase().split(/\s+/))].filter((feature) => vectorExtensions.test(feature));
}

function readFeatures(): string {
  try {
    if (process.platform === 'linux') return featuresOfCpuinfo(readFileSync('/proc/cpuinfo', 'utf8'));
    if (process.platform !== 'darwin') return '';
    if (process.arch === 'arm64') return `neon ${featuresOfSysctl(sysctl('hw.optional.arm'))}`;
    return `${sysctl('-n', 'machdep.cpu.features')} ${sysctl('-n', 'machdep.cpu.leaf7_features')}`;
  } catch {
    // It is for information: where the system will not say, the doctor goes on.
    return '';
  }
}

/** The line is `flags` on x86 and `Features` on ARM. */
export function featuresOfCpuinfo(text: string): string {
  return /^(?:flags|Features)\s*:\s*(.*)$/m.exec(text)?.[1] ?? '';
}

/** Lines such as `hw.optional.arm.FEAT_BF16: 1`. */
export function featuresOfSysctl(text: string): string {
  return [...text.matchAll(/^hw\.optional\.arm\.(\w+): 1$/gm)].map(([, name]) => name).join(' ');
}

function sysctl(...names: string[]): string {
  return execFileSync('sysctl', names, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 2000 });
}
