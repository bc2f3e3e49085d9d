// The words of the list of runs.
import type { Texts } from '../language/language.ts';

interface RunListTexts {
  readonly title: string;
  readonly listening: string;
  readonly empty: string;
  readonly toBegin: string;
  readonly compare: (count: number) => string;
  readonly compareHint: string;
  readonly select: (id: string) => string;
  readonly atMost: (count: number) => string;
  /** In order. */
  readonly columns: {
    readonly run: string;
    readonly state: string;
    readonly model: string;
    readonly epochs: string;
    readonly best: string;
    readonly speed: string;
    readonly left: string;
    readonly started: string;
  };
  readonly progress: (id: string) => string;
}

export const runListTexts: Texts<RunListTexts> = {
  en: {
    title: 'Runs',
    listening: 'Asking the server for the runs …',
    empty: 'There is no training here yet.',
    toBegin: 'Type this in a terminal to begin one; it appears here by itself:',
    compare: (count) => `Compare (${count})`,
    compareHint: 'Select runs to compare them.',
    select: (id) => `Select ${id} to compare`,
    atMost: (count) => `At most ${count} runs can be compared at once.`,
    columns: {
      run: 'run',
      state: 'state',
      model: 'model, dataset, engine',
      epochs: 'epochs',
      best: 'best accuracy',
      speed: 'images/s',
      left: 'time left',
      started: 'started',
    },
    progress: (id) => `Progress of ${id}`,
  },
  zh: {
    title: '训练列表',
    listening: '正在向服务器获取训练列表……',
    empty: '这里还没有训练。',
    toBegin: '在终端输入以下命令即可开始，训练会自动出现在这里：',
    compare: (count) => `对比（${count}）`,
    compareHint: '勾选训练即可对比。',
    select: (id) => `勾选 ${id} 进行对比`,
    atMost: (count) => `最多同时对比 ${count} 个训练。`,
    columns: {
      run: '训练',
      state: '状态',
      model: '模型、数据集、引擎',
      epochs: '轮次',
      best: '最高精度',
      speed: '图像/秒',
      left: '剩余时间',
      started: '开始时间',
    },
    progress: (id) => `${id} 的进度`,
  },
};
