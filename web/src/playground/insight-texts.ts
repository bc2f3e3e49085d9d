// The words of the feature maps and of the occlusion map.
import { translated } from '../../../src/metrics/languages.ts';
import type { PathKind } from './path-kind.ts';

export const insightTexts = translated({
  en: {
    maps: 'Feature maps',
    mapsMeaning:
      'What the parallel paths of a block return for this image, the strongest channels first. Light is strong; each path has its own scale.',
    block: 'Block',
    blockName: (number: number, path: string) => `Block ${number}, ${path}`,
    noBlocks: 'This model has no blocks of parallel paths.',
    pathName: ({ isPool, window }: PathKind) =>
      isPool ? `${window}×${window} pool` : window > 0 ? `${window}×${window}` : 'Path',
    catches: ({ isPool, window }: PathKind): string => {
      if (isPool) return 'Keeps the strongest value around each point: that something is there, not exactly where.';
      if (window === 1) return 'Looks at single points: which combinations of features are present there.';
      if (window > 1 && window <= 3) return 'Looks at close neighbours: edges, corners, fine texture.';
      return window > 3 ? 'Looks further around: larger parts, coarse shapes.' : '';
    },
    shape: (shape: string) => `[C, H, W] = ${shape}`,
    channel: (channel: number, mean: string) => `channel ${channel}, mean ${mean}`,
    strongest: (shown: number, all: number) => `${shown} of ${all} channels`,
    showAll: (count: number) => `Show all ${count}`,
    showFewer: 'Show fewer',
    mapsOf: (name: string) => `Feature maps of the path ${name}`,
    needsAnswer: 'Choose an image first.',
    occlusion: 'Occlusion map',
    occlusionMeaning:
      'A plain patch is slid over the image: black, or the mean colour where the network’s input is normalised. Where the class loses probability, the network looked: that part mattered.',
    detail: 'Detail',
    details: { coarse: 'Coarse', fine: 'Fine' },
    measure: 'Measure',
    stop: 'Stop',
    progress: (done: number, total: number) => `${done} of ${total} positions`,
    measured: (name: string, probability: string) => `${name}: ${probability} without a patch`,
    heatMap: (name: string) => `Where a black patch changes the probability of ${name}`,
    gains: 'rises',
    loses: 'falls',
    points: (value: string) => `${value} pp`,
  },
  zh: {
    maps: '特征图',
    mapsMeaning: '一个块的各条并行路径对这张图像的输出，最强的通道在前。越亮越强；每条路径有自己的刻度。',
    block: '块',
    blockName: (number, path) => `第 ${number} 块，${path}`,
    noBlocks: '该模型没有由并行路径组成的块。',
    pathName: ({ isPool, window }) => {
      if (isPool) return `${window}×${window} 池化`;
      return window > 0 ? `${window}×${window} 卷积` : '路径';
    },
    catches: ({ isPool, window }) => {
      if (isPool) return '取每个点周围的最大值：只关心有没有，不在意确切位置。';
      if (window === 1) return '只看单个点：该处出现了哪些特征的组合。';
      if (window > 1 && window <= 3) return '看近邻：边缘、拐角、细纹理。';
      return window > 3 ? '看得更远：较大的部件、粗略的形状。' : '';
    },
    shape: (shape) => `[C, H, W] = ${shape}`,
    channel: (channel, mean) => `通道 ${channel}，均值 ${mean}`,
    strongest: (shown, all) => `${all} 个通道中的 ${shown} 个`,
    showAll: (count) => `显示全部 ${count} 个`,
    showFewer: '收起',
    mapsOf: (name) => `路径 ${name} 的特征图`,
    needsAnswer: '请先选择一张图像。',
    occlusion: '遮挡图',
    occlusionMeaning:
      '用一块纯色方块滑过图像（黑色；若输入做过归一化，则为平均颜色）。哪里被遮住后该类别的概率下降，哪里就是网络判断的依据。',
    detail: '精细度',
    details: { coarse: '粗略', fine: '精细' },
    measure: '开始测量',
    stop: '停止',
    progress: (done, total) => `${done} / ${total} 个位置`,
    measured: (name, probability) => `${name}：未遮挡时为 ${probability}`,
    heatMap: (name) => `黑色方块在各处对“${name}”概率的影响`,
    gains: '上升',
    loses: '下降',
    points: (value) => `${value} 个百分点`,
  },
});
