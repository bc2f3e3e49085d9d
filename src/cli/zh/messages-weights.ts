// What is wrong with weights and networks: those that do not fit, that are not finite, that are of no known network.
import type { Catalogue } from './translator.ts';

export const weightsMessages: Catalogue = {
  'the weights do not fit {model}: {*problems}': '权重与 {model} 不符：{problems}',
  'the weights do not fit: {*problems}': '权重与模型不符：{problems}',
  '{*first} · {*second}': '{first} · {second}',
  '{#count} missing: {+names}': '缺少 {count} 个：{names}',
  '{#count} missing: {+names} · {*rest}': '缺少 {count} 个：{names} · {rest}',
  '{#count} unexpected: {+names}': '多余 {count} 个：{names}',
  '{#count} unexpected: {+names} · {*rest}': '多余 {count} 个：{names} · {rest}',
  '{#count} of another shape: {+names}': '形状不同 {count} 个：{names}',
  '{-name} (did you mean {-other}?)': '{name}（是否应为 {other}？）',
  "{-name} ({-shape}, the model's is {-expected})": '{name}（{shape}，模型的为 {expected}）',
  "{-name} ({-shape}, the model's is {-expected}), {+rest}": '{name}（{shape}，模型的为 {expected}）、{rest}',
  'missing {-name}': '缺少 {name}',
  'unexpected {-name}': '多余 {name}',
  "{-name} has shape {-shape}, the model's is {-expected}": '{name} 的形状为 {shape}，模型的为 {expected}',
  '{-name} has numbers below {-least}': '{name} 中有小于 {least} 的数',
  '{*problems}; and {#count} more': '{problems}；另有 {count} 处',
  'use weights of the same model and number of classes': '请使用同一模型、同样类别数的权重',
  'NaN or infinity in {+names}': '{names} 中有 NaN 或无穷大',
  '{-name} ({#count} of {#total})': '{name}（{total} 个中的 {count} 个）',
  '{+names}, and {#count} more tensor(s)': '{names} 等，另有 {count} 个张量',
  'use weights that were saved before the training diverged, or before the file was damaged':
    '请使用训练发散之前或文件损坏之前保存的权重',
  'nothing can be predicted, the values of {layer} are not finite': '无法预测，{layer} 的值不是有限的数',
  '{dataset}, image {#index}: nothing can be predicted, the values of {layer} are not finite':
    '{dataset}，第 {index} 张图像：无法预测，{layer} 的值不是有限的数',
  '{dataset}, images {#first} to {#last}: nothing can be predicted, the values of {layer} are not finite':
    '{dataset}，第 {first} 至 {last} 张图像：无法预测，{layer} 的值不是有限的数',
  '{file} and {#count} more: nothing can be predicted, the values of {layer} are not finite':
    '{file} 等，另有 {count} 个：无法预测，{layer} 的值不是有限的数',
  'the weights are too large: use those of a training that did not diverge': '权重过大：请使用没有发散的训练的权重',
  'the weights or the images are too large: use weights of a training that did not diverge':
    '权重或图像的值过大：请使用没有发散的训练的权重',

  '{-model} takes images of {#channels} channels here': '此处的 {model} 接受 {channels} 个通道的图像',
  'networks for 1 or 3 channels can be used': '只能使用 1 个或 3 个通道的网络',
  '{-model} tells {#classes} classes apart here, at most {#most} are known':
    '此处的 {model} 区分 {classes} 个类别，最多支持 {most} 个',
  'the tensors are those of no known network: {?names}': '这些张量不属于任何已知的网络：{names}',
  'say which network they should be of, and what does not fit is listed: --model {model}':
    '请指明应属于哪个网络，程序会列出不符之处：--model {model}',
  'is neither a safetensors file nor one of torch.save': '既不是 safetensors 文件，也不是 torch.save 保存的文件',
  'give a .pt, .pth or .safetensors file': '请给出 .pt、.pth 或 .safetensors 文件',
  'is a safetensors file, which has no keys': '是 safetensors 文件，其中没有键',
  'leave the key out': '请去掉键',
  'what it says of its task cannot be understood': '其中对任务的说明无法理解',
  'it was written by another version of googlenet, or changed: use that one, or export it once more':
    '它由另一版本的 googlenet 写出，或已被改动：请使用那个版本，或重新导出',
  "the model is '{model}', which is not known": "模型为 '{model}'，它不是已知的模型",
  'known are {?names}': '已知的有：{names}',

  'the weights of {source} have no auxiliary heads': '{source} 的权重没有辅助分类器',
  'give --no-heads too': '请同时给出 --no-heads',
  'the weights of {source} have auxiliary heads': '{source} 的权重有辅助分类器',
  'leave --no-heads out': '请去掉 --no-heads',
  'the weights do not fit images of this size: {*shapes}': '权重与这个尺寸的图像不符：{shapes}',
  'they are for --image-size {#size}': '它们用于 --image-size {size}',
  'which is no pattern': '它不是名称模式',
  "give one such as 'model.[0-7].*'": "请给出 'model.[0-7].*' 这样的模式",
  'which fits no tensor': '没有与之匹配的张量',
  'which leaves nothing to learn': '这样就没有可学习的参数了',
  'the names go from {first} to {last}: googlenet summary shows their layers':
    '名称从 {first} 到 {last}：googlenet summary 会显示各层',
};
