// The words of the list of runs.
import { translated } from '../../../src/metrics/languages.ts';

export const runListTexts = translated({
  en: {
    title: 'Runs',
    listening: 'Asking the server for the runs …',
    empty: 'There is no training here yet.',
    toBegin: 'Type this in a terminal to begin one; it appears here by itself:',
    compare: (count: number) => `Compare (${count})`,
    compareHint: 'Select runs to compare them.',
    select: (id: string) => `Select ${id} to compare`,
    atMost: (count: number) => `At most ${count} runs can be compared at once.`,
    /** In order. */
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
    progress: (id: string) => `Progress of ${id}`,
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
});
