// The words of the playground.
import type { Texts } from '../language/language.ts';

interface PlaygroundTexts {
  readonly title: string;
  readonly meaning: string;
  readonly run: string;
  readonly weights: string;
  readonly weightsNames: { readonly best: string; readonly last: string };
  readonly bestOf: (accuracy: string) => string;
  readonly listening: string;
  readonly noWeights: string;
  readonly toBegin: string;
  readonly asking: string;
  readonly loading: (loaded: string, total: string) => string;
  readonly opening: string;
  readonly ready: (megabytes: string) => string;
  readonly again: string;
  readonly newer: string;
  readonly retry: string;
  readonly notReached: string;
  readonly image: string;
  readonly sources: { readonly test: string; readonly photo: string; readonly drawing: string };
  readonly seen: string;
  readonly seenHint: (rows: number, columns: number) => string;
  readonly answer: string;
  readonly nothingYet: string;
  readonly waiting: string;
  readonly notNumbers: string;
  readonly trueLabel: (name: string) => string;
  readonly right: string;
  readonly wrong: string;
  readonly took: (milliseconds: string) => string;
  readonly says: (name: string, probability: string) => string;
}

export const playgroundTexts: Texts<PlaygroundTexts> = {
  en: {
    title: 'Playground',
    meaning: 'Try a trained network. It computes here, in your browser.',
    run: 'Run',
    weights: 'Weights',
    weightsNames: { best: 'Best', last: 'Last' },
    bestOf: (accuracy) => `test accuracy ${accuracy}`,
    listening: 'Asking the server for the runs …',
    noWeights: 'No run has weights yet: there are some after its first epoch.',
    toBegin: 'Type this in a terminal to train; the run appears here by itself:',
    asking: 'Asking for the model …',
    loading: (loaded, total) => `Loading the model: ${loaded} of ${total} MB`,
    opening: 'Opening the model …',
    ready: (megabytes) => `Model loaded, ${megabytes} MB`,
    again: 'Load again',
    newer: 'An epoch has ended since: load the new weights',
    retry: 'Try again',
    notReached: 'The server cannot be reached.',
    image: 'Image',
    sources: { test: 'Test images', photo: 'Photo', drawing: 'Drawing' },
    seen: 'What it sees',
    seenHint: (rows, columns) => `${rows} × ${columns} pixels`,
    answer: 'What it takes it for',
    nothingYet: 'Choose an image, give it a photo, or draw.',
    waiting: 'As soon as the model is loaded, its answer is here.',
    notNumbers:
      'The network returns no numbers for this image: its weights are not finite. The training has diverged; a smaller learning rate helps.',
    trueLabel: (name) => `It is: ${name}`,
    right: 'right',
    wrong: 'wrong',
    took: (milliseconds) => `${milliseconds} ms`,
    says: (name, probability) => `${name}, ${probability}`,
  },
  zh: {
    title: '试验场',
    meaning: '试用训练好的网络。计算就在您的浏览器里进行。',
    run: '训练',
    weights: '权重',
    weightsNames: { best: '最佳', last: '最后' },
    bestOf: (accuracy) => `测试精度 ${accuracy}`,
    listening: '正在向服务器获取训练列表……',
    noWeights: '还没有训练产生权重：第一个轮次结束后才会有。',
    toBegin: '在终端输入以下命令开始训练，结果会自动出现在这里：',
    asking: '正在请求模型……',
    loading: (loaded, total) => `正在加载模型：${loaded} / ${total} MB`,
    opening: '正在打开模型……',
    ready: (megabytes) => `模型已加载，${megabytes} MB`,
    again: '重新加载',
    newer: '又完成了一个轮次：加载新权重',
    retry: '重试',
    notReached: '无法连接服务器。',
    image: '图像',
    sources: { test: '测试图像', photo: '照片', drawing: '手绘' },
    seen: '输入图像',
    seenHint: (rows, columns) => `${rows} × ${columns} 像素`,
    answer: '网络的判断',
    nothingYet: '请选择一张图像、放入照片，或者自己画。',
    waiting: '模型加载完成后，这里会显示结果。',
    notNumbers: '网络对这张图像的输出不是数值：权重中有非有限值。训练已发散，可尝试更小的学习率。',
    trueLabel: (name) => `真实类别：${name}`,
    right: '正确',
    wrong: '错误',
    took: (milliseconds) => `${milliseconds} 毫秒`,
    says: (name, probability) => `${name}，${probability}`,
  },
};
