// How a run stands, as a word and a colour.
import type { RunOverview } from '../../../src/studio/protocol.ts';
import type { Texts } from '../language/language.ts';

export type Status = RunOverview['status'];

export const statusColours: Readonly<Record<Status, string>> = {
  running: '--train',
  done: '--good',
  stopped: '--muted',
  interrupted: '--warning',
  diverged: '--bad',
  failed: '--bad',
  imported: '--muted',
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
    unreadable: '无法读取',
  },
};
