// How a run stands, as a word and a colour.
import type { RunOverview } from '../../../src/studio/protocol.ts';
import type { Texts } from '../language/language.ts';

export type Status = RunOverview['status'];

/** Whether there are weights and nothing else: no configuration, no curves, no two sets of weights to choose from. */
export function isWithoutTraining<Run extends Pick<RunOverview, 'status'>>(
  run: Run,
): run is Run & { readonly status: 'imported' | 'packaged' } {
  return run.status === 'imported' || run.status === 'packaged';
}

/** Whether somebody made it, so that it can be changed and compared: what comes with the program stays as it is. */
export function isOwn({ status }: Pick<RunOverview, 'status'>): boolean {
  return status !== 'packaged';
}

export const statusColours: Readonly<Record<Status, string>> = {
  running: '--train',
  done: '--good',
  stopped: '--muted',
  interrupted: '--warning',
  diverged: '--bad',
  failed: '--bad',
  imported: '--muted',
  packaged: '--muted',
  unreadable: '--warning',
};

export const statusTexts: Texts<Readonly<Record<Status, string>>> = {
  en: {
    running: 'running',
    done: 'done',
    stopped: 'stopped',
    interrupted: 'interrupted',
    diverged: 'diverged',
    failed: 'failed',
    imported: 'imported',
    packaged: 'comes with googlenet',
    unreadable: 'unreadable',
  },
  zh: {
    running: '训练中',
    done: '已完成',
    stopped: '已停止',
    interrupted: '已中断',
    diverged: '已发散',
    failed: '失败',
    imported: '已导入',
    packaged: '随 googlenet 提供',
    unreadable: '无法读取',
  },
};
