// Sentences as they come, put together from several rows: each whole in Chinese, with names, paths and values as they are.
import { expect, it } from 'vitest';
import { sayHelp, sayMessage } from './chinese.ts';

it.each([
  [
    'auto takes Some GPU (a, b): a training step takes 8.25 ms, and 80 ms on onednn; measured anew, as /a b/c.json is damaged',
    'auto 选用 Some GPU (a, b)：一个训练步需 8.25 ms，在 onednn 上需 80 ms；/a b/c.json 已损坏，因此重新测量',
  ],
  [
    'auto takes onnxruntime: a training step takes 80 ms, and 812 ms on Some GPU; training is about three times as fast with oneDNN: brew install onednn',
    'auto 选用 onnxruntime：一个训练步需 80 ms，在 Some GPU 上需 812 ms；使用 oneDNN，训练速度约为三倍：brew install onednn',
  ],
  [
    "auto takes onednn: no GPU can be used: too old · hint: install your GPU's driver, with Vulkan 1.1 or newer on Linux; googlenet doctor lists what it finds",
    'auto 选用 onednn：无法使用 GPU：too old · 提示：请安装 GPU 驱动（Linux 上需 Vulkan 1.1 或更新版本）；googlenet doctor 会列出找到的 GPU',
  ],
  ['a.pt: cannot be read: permission denied', 'a.pt：无法读取：没有权限'],
  ['a.pt: cannot be read: EFTYPE: inappropriate file type', 'a.pt：无法读取：EFTYPE: inappropriate file type'],
  ['my: old, file.pt: cannot be read: no such file or directory', 'my: old, file.pt：无法读取：没有该文件或文件夹'],
  ['free some space, or send the output elsewhere', '请腾出空间，或把输出写到别处'],
  ["--run is 'mine', which already holds a run", "--run 为 'mine'，其中已有训练"],
  [
    "--run is 'a', which is not empty: it holds b.txt, c and 2 more",
    "--run 为 'a'，不为空：其中有 b.txt、c 等，另有 2 个",
  ],
  ["--config is 'a, b.yaml', which holds no options", "--config 为 'a, b.yaml'，其中没有选项"],
  ['--engine is onednn, but the run was started with reference', '--engine 为 onednn，但训练开始时为 reference'],
  ['leave --lr out, or start a new run from its weights with --init', '请去掉 --lr，或用 --init 以其权重开始新的训练'],
  ['--epochs is 2, but 4 are done, and epoch 5 is under way', '--epochs 为 2，但已完成 4 轮，并且第 5 轮正在进行'],
  [
    'runs/a: was trained, but no checkpoint can be used to go on from: checkpoints holds none; the metrics tell of 1 epoch',
    'runs/a：曾经训练过，但没有可用来继续的检查点：checkpoints 中没有检查点；指标记录了 1 轮',
  ],
  [
    "a.safetensors: the weights do not fit GoogLeNet: 1 missing: a.weight · 2 unexpected: b (did you mean a?), c · 1 of another shape: d ([2], the model's is [3])",
    'a.safetensors：权重与 GoogLeNet 不符：缺少 1 个：a.weight · 多余 2 个：b（是否应为 a？）、c · 形状不同 1 个：d（[2]，模型的为 [3]）',
  ],
  [
    'a b.pt: the weights do not fit LeNet: 10 missing: a.weight, a.bias, and 8 more · 3 unexpected: b, c, and 1 more',
    'a b.pt：权重与 LeNet 不符：缺少 10 个：a.weight、a.bias 等，另有 8 个 · 多余 3 个：b、c 等，另有 1 个',
  ],
  [
    "a b.pt: the weights do not fit: missing a.weight; missing a.bias; unexpected b; c has shape [1], the model's is [2]; and 3 more",
    'a b.pt：权重与模型不符：缺少 a.weight；缺少 a.bias；多余 b；c 的形状为 [1]，模型的为 [2]；另有 3 处',
  ],
  [
    "a.safetensors: the weights do not fit images of this size: b has shape [1,4], the model's is [1,9]",
    'a.safetensors：权重与这个尺寸的图像不符：b 的形状为 [1,4]，模型的为 [1,9]',
  ],
  [
    'a: NaN or infinity in b (3 of 7), c (2 of 16), and 4 more tensors',
    'a：b（7 个中的 3 个）、c（16 个中的 2 个）等，另有 4 个张量中有 NaN 或无穷大',
  ],
  ['a.pt: the tensors are those of no known network: b, c, d, …', 'a.pt：这些张量不属于任何已知的网络：b、c、d……'],
  ['a.pt: "m" is a list, expected tensors by name', 'a.pt："m" 是列表，应为按名称排列的张量'],
  [
    'a.safetensors: tensor "b": expected dtype, shape and two data_offsets',
    'a.safetensors：张量 "b"：应有 dtype、shape 和两个 data_offsets',
  ],
  ['photos: has 3 pictures but no folders', 'photos：其中有 3 张图片，但没有文件夹'],
  ['photos/train: has no validation images', 'photos/train：没有验证图像'],
  [
    'a.png: is a JSON file, not a PNG, JPEG, WebP, GIF, AVIF or TIFF picture',
    'a.png：是 JSON 文件，不是 PNG、JPEG、WebP、GIF、AVIF 或 TIFF 图片',
  ],
  [
    'epoch 1, step 3: the loss is NaN; the first values that are not finite are those of model.3',
    '第 1 轮第 3 步：损失为 NaN；最先出现非有限值的是 model.3',
  ],
  ['epoch 1, step 3: the gradient of a.weight is not finite', '第 1 轮第 3 步：a.weight 的梯度不是有限的数'],
  [
    'the training cannot go on: engine was onednn and is reference; momentum was none and is 0.9',
    '训练无法继续：engine 原为 onednn，现为 reference；momentum 原为无，现为 0.9',
  ],
  [
    'runs/a/config.json: options: epochs: Invalid input: expected number, received string',
    'runs/a/config.json：options：epochs：输入无效：应为 number，实际为 string',
  ],
  [
    '--limit-train is 9, more than the training images that there are: taken as 4',
    '--limit-train 为 9，多于现有的训练图像：按 4 处理',
  ],
  ['--limit is 9, more than the test images that there are: taken as 4', '--limit 为 9，多于现有的测试图像：按 4 处理'],
  ['--threads is 9, more than the cores of this machine: taken as 4', '--threads 为 9，多于本机的核心数：按 4 处理'],
  [
    '--warmup is 9, more than the 1 step of the training: the rate does not reach its first value',
    '--warmup 为 9，多于训练总共的 1 步：学习率达不到初始值',
  ],
])('says %s', (english, chinese) => {
  expect(sayMessage(english, 'zh')).toBe(chinese);
  expect(sayMessage(english, 'en')).toBe(english);
});

it('leaves what it does not know as it is', () => {
  const foreign = 'Input buffer has corrupt header, or is no picture at all';
  expect(sayMessage(foreign, 'zh')).toBe(foreign);
  expect(sayHelp(foreign, 'zh')).toBe(foreign);
});
