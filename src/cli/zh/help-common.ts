// Help that more than one command has: headings, options of all, of engines, of networks and of weights.
import type { Catalogue } from './translator.ts';

export const commonHelp: Catalogue = {
  'Usage:': '用法：',
  'Arguments:': '参数：',
  'Options:': '选项：',
  'Global Options:': '全局选项：',
  'Commands:': '命令：',
  'Examples:': '示例：',
  '[options]': '[选项]',
  '[command]': '[命令]',
  '{?text} (default: {value})': '{text}（默认值：{value}）',
  '{?text} (default: {value}; with --data {own})': '{text}（默认值：{value}；有 --data 时为 {own}）',
  '{-first}, {-second}': '{first}、{second}',
  '{-first}, {*rest}': '{first}、{rest}',

  'Trains networks on images, evaluates them, reports on runs, predicts with them, exchanges weights, and summarises, times and checks them.':
    '在图像上训练网络，评估网络，生成训练报告，进行预测，交换权重，并给出网络摘要、计时和检查。',
  'print the version': '打印版本',
  'print this help': '打印此帮助',
  'print the help of a command': '打印某个命令的帮助',
  'print the stack of an error': '出错时打印调用栈',
  'the options of a command, with examples': '某个命令的选项和示例',
  "en or zh (default: the locale's)": 'en 或 zh（默认：由系统区域设置决定）',
  'print JSON': '以 JSON 格式打印',
  'as data': '作为数据输出',
  'the same as data': '同样的内容，作为数据输出',

  'what computes: auto (the fastest here), {?names}': '用于计算的引擎：auto（本机上最快的）、{names}',
  'which GPU: its number in the list of googlenet doctor, or a part of its name; means --engine webgpu (default: the one that the system puts first)':
    '使用哪个 GPU：googlenet doctor 列表中的编号，或名称的一部分；等同于 --engine webgpu（默认：系统排在首位的 GPU）',
  'the oneDNN library (default: searched in the usual places)': 'oneDNN 库文件（默认：在常见位置查找）',
  'threads that compute': '计算用的线程数',
  'threads that compute (default: all cores)': '计算用的线程数（默认：所有核心）',
  'of what flows through the network: {?names} (oneDNN, on processors that have it), or auto, the faster one; weights stay float32 (default: float32)':
    '网络中数据的精度：{names}（仅 oneDNN，且需处理器支持），或 auto，即其中较快的；权重始终为 float32（默认值：float32）',

  'the network: {?names}': '网络：{names}',
  'the network: {?names} (default: what names and shapes show)': '网络：{names}（默认：由张量的名称和形状判断）',
  'of the images: 1 is grey, 3 colour': '图像的通道数：1 为灰度，3 为彩色',
  'that the network tells apart': '网络要区分的类别数',
  "rows and columns of the images (default: the network's usual ones)": '图像的行数和列数（默认：该网络的常用尺寸）',
  "rows and columns of the network's images (default: those that it was trained with)":
    '网络所用图像的行数和列数（默认：训练时的尺寸）',
  'of {names}: multiplies the filters of the convolutions, e.g. 0.25 (default: 1)':
    '用于 {names}：卷积核数量的倍数，例如 0.25（默认值：1）',
  'of {first} and {second}: without the auxiliary heads, which are there in training alone':
    '用于 {first} 和 {second}：不使用辅助分类器，它们只在训练时存在',

  'a run folder (its best weights, else its last) or a .safetensors file (default: the weights for Fashion-MNIST that come with this program)':
    '训练目录（优先用其最佳权重，否则用最后的权重）或 .safetensors 文件（默认：本程序自带的 Fashion-MNIST 权重）',
  'a run folder (its best weights, else its last) or a .safetensors file, or an exported .onnx file (default: the weights for Fashion-MNIST that come with this program)':
    '训练目录（优先用其最佳权重，否则用最后的权重）、.safetensors 文件或导出的 .onnx 文件（默认：本程序自带的 Fashion-MNIST 权重）',
  'images of a step': '每步的图像数',
};
