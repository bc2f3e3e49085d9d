// The words of the network view.
import { translated } from '../../../src/metrics/languages.ts';

/** Numbers as people read them. */
type Printed<Names extends string> = Readonly<Record<Names, string>>;

interface ConvolutionFacts {
  readonly filters: number;
  readonly channels: number;
  readonly kernel: string;
  readonly positions: string;
}

export const networkTexts = translated({
  en: {
    facts: ({ layers, parameters, multiplyAdds }: Printed<'layers' | 'parameters' | 'multiplyAdds'>) =>
      `${layers} layers, ${parameters} parameters, ${multiplyAdds} multiply-adds for one image`,
    network: 'Network',
    drawing: (name: string) => `Drawing of ${name}, from the image at the top to the output at the bottom`,
    howTo:
      'A tap, a click or Enter opens a block; arrow keys move from layer to layer. Shapes are [channels, rows, columns].',
    openAll: 'Open all blocks',
    closeAll: 'Close all',
    colourBy: 'Colour by share of',
    measures: { parameters: 'Parameters', compute: 'Compute', time: 'Measured time' },
    legend: {
      parameters: 'Share of all parameters, in per cent',
      compute: 'Share of all multiply-adds, in per cent',
      time: 'Share of the measured time, in per cent',
    },
    image: 'Image',
    block: 'Block',
    paths: (count: number) => `${count} paths`,
    outputShape: 'Output [C, H, W]',
    inputShape: 'Input [C, H, W]',
    module: 'Module',
    layer: 'Layer',
    kind: 'Kind',
    kernel: 'Kernel',
    stride: 'Stride',
    padding: 'Padding',
    parameters: 'Parameters',
    multiplyAdds: 'Multiply-adds',
    time: 'Measured time',
    shareOf: (share: string) => `${share} of the network`,
    countedBefore: (count: string) => `${count} shared with an earlier layer and counted there`,
    call: (count: number) => `called for the ${count}${['st', 'nd', 'rd'][count - 1] ?? 'th'} time`,
    followedBy: 'Then',
    milliseconds: (count: string) => `${count} ms`,
    notMeasured: 'not in the profile',
    close: 'Close',
    details: 'Details',
    nothingChosen: 'Choose a layer or a block to see its shapes, parameters and cost.',
    inceptionTitle: 'What an Inception block is',
    inception: [
      'How large is the thing to look for? The block does not decide: it looks in four ways at once, at the same input.',
      '1×1 mixes the channels at one place. 3×3 and 5×5 see small and larger neighbourhoods; a 1×1 before them makes the channels few, so that they stay cheap. Max-pooling keeps what is strongest nearby, and a 1×1 thins it out.',
      'All four keep rows and columns, so their channels can be stacked (concat): the next layer takes what it needs.',
    ],
    blockTitle: 'What a block is',
    otherBlock: 'A block: paths that read the same input side by side and are joined at its end.',
    convolution: ({ filters, channels, kernel, positions }: ConvolutionFacts) =>
      `${filters} filters, each with a weight for ${channels} channels × ${kernel}, and a sum at each of ${positions} positions.`,
    pooling: (kernel: string) => `A window of ${kernel} slides over each channel by itself; there is nothing to learn.`,
    profile: 'Profile',
    profileOf: (engine: string, mode: string) => [engine, mode].filter(Boolean).join(', '),
    noProfile: 'No times were measured yet. Type this in the folder of the project, then load this page again:',
    openFile: 'Open a profile from a file',
    notAProfile: (name: string) => `${name} is not the output of googlenet bench --profile --json.`,
    elsewhere: ({ milliseconds, share, modules }: Printed<'milliseconds' | 'share' | 'modules'>) =>
      `${milliseconds} ms (${share}) belong to none of the layers: ${modules}.`,
    otherNetwork: (share: string) =>
      `This profile is of another network: ${share} of its time is in modules that this one lacks.`,
    betweenSentences: ' ',
    allMeasured: (milliseconds: string) => `${milliseconds} ms in all.`,
    table: 'All layers as a table',
    loading: 'Loading …',
    failed: (message: string) => `The network could not be loaded: ${message}`,
    noNetworks: 'There are no networks to show.',
    unknownNetwork: (name: string) => `There is no network called ${name}.`,
  },
  zh: {
    facts: ({ layers, parameters, multiplyAdds }) =>
      `共 ${layers} 层，${parameters} 个参数；处理一张图像需 ${multiplyAdds} 次乘加运算`,
    network: '网络',
    drawing: (name) => `${name} 结构图：上方输入图像，下方输出结果`,
    howTo: '点击模块或按 Enter 即可展开，用方向键在各层之间移动。形状写作 [通道, 高, 宽]。',
    openAll: '全部展开',
    closeAll: '全部收起',
    colourBy: '着色依据',
    measures: { parameters: '参数量', compute: '计算量', time: '实测耗时' },
    legend: {
      parameters: '占总参数量的百分比',
      compute: '占总乘加次数的百分比',
      time: '占实测总耗时的百分比',
    },
    image: '图像',
    block: '模块',
    paths: (count) => `${count} 条路径`,
    outputShape: '输出 [C, H, W]',
    inputShape: '输入 [C, H, W]',
    module: '模块路径',
    layer: '层',
    kind: '类型',
    kernel: '卷积核／窗口',
    stride: '步幅',
    padding: '填充',
    parameters: '参数量',
    multiplyAdds: '乘加次数',
    time: '实测耗时',
    shareOf: (share) => `占全网络 ${share}`,
    countedBefore: (count) => `另有 ${count} 个参数与前面的层共享，已计入该层`,
    call: (count) => `第 ${count} 次调用`,
    followedBy: '之后',
    milliseconds: (count) => `${count} 毫秒`,
    notMeasured: '性能记录中没有',
    close: '关闭',
    details: '详情',
    nothingChosen: '选中某一层或某个模块，即可查看其形状、参数量和计算量。',
    inceptionTitle: '什么是 Inception 模块',
    inception: [
      '要找的特征有多大？Inception 模块不预先决定，而是用四条路径同时观察同一个输入。',
      '1×1 卷积在每个位置上融合各通道的信息；3×3 和 5×5 卷积分别观察较小和较大的邻域，它们前面的 1×1 卷积先减少通道数，以节省计算；最大池化保留邻域内最强的响应，再用 1×1 卷积减少通道数。',
      '四条路径的输出高和宽不变，因此可以在通道维上拼接（concat），由后面的层各取所需。',
    ],
    blockTitle: '什么是模块',
    otherBlock: '一个模块：几条路径并行读取同一输入，最后合并在一起。',
    convolution: ({ filters, channels, kernel, positions }) =>
      `共 ${filters} 个卷积核，每个覆盖 ${channels} 个通道 × ${kernel} 的权重，在 ${positions} 个位置上各求一次加权和。`,
    pooling: (kernel) => `${kernel} 的窗口在每个通道上分别滑动，没有需要学习的参数。`,
    profile: '性能记录',
    profileOf: (engine, mode) => [engine, mode].filter(Boolean).join('，'),
    noProfile: '还没有实测耗时。请在项目目录下运行以下命令，然后刷新本页：',
    openFile: '从文件打开性能记录',
    notAProfile: (name) => `${name} 不是 googlenet bench --profile --json 的输出。`,
    elsewhere: ({ milliseconds, share, modules }) =>
      `其中 ${milliseconds} 毫秒（${share}）不属于任何一层：${modules}。`,
    otherNetwork: (share) => `这份性能记录来自另一个网络：其中 ${share} 的耗时不属于本网络的任何模块。`,
    betweenSentences: '',
    allMeasured: (milliseconds) => `合计 ${milliseconds} 毫秒。`,
    table: '以表格列出所有层',
    loading: '正在加载……',
    failed: (message) => `无法加载网络：${message}`,
    noNetworks: '没有可以显示的网络。',
    unknownNetwork: (name) => `没有名为 ${name} 的网络。`,
  },
});

export type NetworkTexts = (typeof networkTexts)['en'];
