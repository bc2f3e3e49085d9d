// What is wrong with a command line, and notes on its options.
import type { Catalogue } from './translator.ts';

export const optionMessages: Catalogue = {
  "'{word}' is not a command": "没有命令 '{word}'",
  'the commands are {?names}': '命令有：{names}',
  'give a command first: {?names}': '请先给出命令：{names}',
  'did you mean {name}?': '您是否想输入 {name}？',
  '{-option} is not an option of {command}': '{command} 没有选项 {option}',
  'see googlenet {command} --help': '见 googlenet {command} --help',
  "'{word}' belongs to no option": "'{word}' 不属于任何选项",
  "{-name} is '{value}', expected {*expected}": "{name} 为 '{value}'，应为{expected}",
  '{-name} is {value}, expected {*expected}': '{name} 为 {value}，应为{expected}',
  '{-name} is missing, expected {*expected}': '缺少 {name}，应为{expected}',
  'IMAGE… is missing, expected at least one picture': '缺少 IMAGE…，请至少给出一张图片',
  '{-name} has no value, expected {*expected}': '{name} 没有值，应为{expected}',

  '{-option} is {value}, more than {*available}: taken as {taken}':
    '{option} 为 {value}，多于{available}：按 {taken} 处理',
  'the cores of this machine': '本机的核心数',
  'the {*part} images that there are': '现有的{part}图像',
  'the images to train with': '用于训练的图像',
  'the images': '图像数',
  'the batches of an epoch': '一轮的批数',
  'the classes that there are': '现有的类别数',
  '--threads has no effect on the engine reference, which computes on one thread':
    '--threads 对引擎 reference 不起作用，它只用一个线程计算',
  '{-option} has no effect on the engine {engine}': '{option} 对引擎 {engine} 不起作用',
  '{-option} has no effect without {other}': '没有 {other} 时，{option} 不起作用',
  '{-option} has no effect with {other}': '有 {other} 时，{option} 不起作用',
  '{-option} has no effect with --optimizer {optimizer}': '{option} 对 --optimizer {optimizer} 不起作用',
  '--early-stopping has no effect on {*epochs}': '总共只有 {epochs}，--early-stopping 不起作用',
  '--lr is 0: nothing is learned': '--lr 为 0：学不到任何东西',
  '--warmup is {#warmup}, more than the {*steps} of the training: the rate does not reach its first value':
    '--warmup 为 {warmup}，多于训练总共的 {steps}：学习率达不到初始值',
  '--image-size has no effect on safetensors, which hold weights alone':
    '--image-size 对 safetensors 不起作用，其中只有权重',
  '{-option} has no effect with --input, which says both': '有 --input 时，{option} 不起作用，两者都由它给出',

  "--config is '{file}', which cannot be read: {?reason}": "--config 为 '{file}'，无法读取：{reason}",
  'which holds no options': '其中没有选项',
  'whose options are not those of a run': '其中的选项不是某次训练的选项',
  'give options as JSON or YAML, e.g. lr: 0.01, or the config.json of a run':
    '请以 JSON 或 YAML 给出选项，例如 lr: 0.01，或给出某次训练的 config.json',
  '{file}: {name} is not an option': '{file}：{name} 不是选项',
  'see the names in the config.json of a run': '可用的名称见某次训练的 config.json',

  '{-option} needs a momentum': '{option} 需要动量',
  'add --momentum 0.9': '请加上 --momentum 0.9',
  '{-option} is not for --schedule one-cycle, which begins with a rise of its own':
    '{option} 不能用于 --schedule one-cycle，后者本身就从升高学习率开始',
  'leave --warmup out': '请去掉 --warmup',
  '{-option} does not go with --hold-schedule': '{option} 不能与 --hold-schedule 同时使用',
  'give one of them': '请只给出其中一个',
  '{-option} is for a run that goes on': '{option} 只用于继续之前的训练',
  "--resume is '{folder}', which a program of its own trained, with recordRun: only that can go on with it":
    "--resume 为 '{folder}'，它由另外的程序通过 recordRun 训练，只有该程序能继续",
  'give that program the checkpoint as resumeFrom': '请在该程序中用 resumeFrom 给出检查点',
  'give that program the checkpoint as resumeFrom, or start a new run with --init {folder}':
    '请在该程序中用 resumeFrom 给出检查点，或用 --init {folder} 开始新的训练',
  "--config is '{file}', of a run that a program of its own trained, with recordRun":
    "--config 为 '{file}'，该训练由另外的程序通过 recordRun 完成",
  'give the run with --resume, or leave it out': '请用 --resume 给出该训练，或去掉此选项',
  '{-option} does not go with --resume, which goes on with the options of its own run':
    '{option} 不能与 --resume 同时使用，继续训练时沿用其自身的选项',
  'leave --config out': '请去掉 --config',
  '{-option} does not go with --resume, which goes on in its own folder':
    '{option} 不能与 --resume 同时使用，继续训练时沿用其自身的目录',
  'leave --run out': '请去掉 --run',
  '{-option} is not for --model {model}': '{option} 不能用于 --model {model}',
  'leave it out, or give --model {?names}': '请去掉它，或使用 --model {names}',
  '{-option} is for ONNX: safetensors holds weights alone': '{option} 只用于 ONNX：safetensors 中只有权重',
  'leave it out, or take --format onnx': '请去掉它，或使用 --format onnx',
  '{-option} is for safetensors: an ONNX model of ours computes in float32':
    '{option} 只用于 safetensors：导出的 ONNX 模型以 float32 计算',
  'leave it out, or end --out in .safetensors': '请去掉它，或让 --out 以 .safetensors 结尾',
  'whose ending says no format that can be written': '其扩展名不是可写出的格式',
  'which says {format}, but --format is {given}': '扩展名表示 {format}，但 --format 为 {given}',
  'end it in {?endings}, or give --format': '请以 {endings} 结尾，或给出 --format',
  'end it in .{format}, or leave --format out': '请以 .{format} 结尾，或去掉 --format',
  '--image-size is for weights: an exported model has one size': '--image-size 只用于权重：导出的模型尺寸固定',

  '--image-size is {#size}, which {model} does not take': '--image-size 为 {size}，{model} 不接受这个尺寸',
  'give another': '请换一个尺寸',
  'the least that it takes is {#least}': '最小为 {least}',
  '--image-size is {#size}: some layers that make the image smaller have a single pixel left':
    '--image-size 为 {size}：有些缩小图像的层只剩一个像素可用',
  '--image-size is {#size}: some layers that make the image smaller have a single pixel left; from {#least} on, all have more':
    '--image-size 为 {size}：有些缩小图像的层只剩一个像素可用；从 {least} 起，各层都不止一个',
  '{-option} is {#value}: such a step takes at least {needed}, and this machine has {memory}':
    '{option} 为 {value}：这样的一步至少需要 {needed} 内存，本机只有 {memory}',
  'give a --batch-size of at most {#most}': '--batch-size 请不要超过 {most}',
  'give a smaller --image-size': '请减小 --image-size',

  'does not exist': '不存在',
  'which does not exist': '它不存在',
  'which exists already': '它已存在',
  'is not a file': '不是文件',
  'which is not a file': '它不是文件',
  'which is {*kind}, not a folder': '它是{kind}，不是文件夹',
  'which cannot be read: {?reason}': '无法读取：{reason}',
  'which holds no run (config.json)': '其中没有训练（config.json）',
  'a folder without {first} or {second}': '此文件夹中没有 {first} 或 {second}',
  'give the folder of a run, whose weights are there after its first epoch': '请给出训练目录，第一轮结束后其中才有权重',
  'give a folder such as runs/googlenet-1, or a .safetensors file':
    '请给出 runs/googlenet-1 这样的目录，或 .safetensors 文件',
  'give a run folder such as runs/googlenet-1, or a .safetensors file':
    '请给出 runs/googlenet-1 这样的训练目录，或 .safetensors 文件',
  'give a run folder, e.g. runs/googlenet-1': '请给出训练目录，例如 runs/googlenet-1',
  'give the folder of a run that googlenet train has made; for weights alone, see googlenet evaluate':
    '请给出 googlenet train 生成的训练目录；如果只有权重，见 googlenet evaluate',
  'give the folder that holds your runs; googlenet train makes one in runs':
    '请给出存放各次训练的目录；googlenet train 会在 runs 中创建',
  'give a run, a .safetensors file, or a model that googlenet export has written':
    '请给出训练目录、.safetensors 文件，或 googlenet export 导出的模型',
  'choose another name, or remove it first': '请换一个名称，或先将它删除',

  'give one behind {source}': '请在 {source} 之后给出图片',
  'googlenet predict photo.jpg': 'googlenet predict photo.jpg',
  "IMAGE… is '{word}', which does not exist, and as a pattern fits nothing":
    "IMAGE… 为 '{word}'，它不存在，作为模式也没有匹配的文件",
  '* is any letters, ? is one, [0-9] is one of these, ** is any folders':
    '* 表示任意字符，? 表示一个字符，[0-9] 表示其中一个，** 表示任意层文件夹',
  'a folder without pictures': '此文件夹中没有图片',
  'they end in {?endings}': '图片的扩展名为 {endings}',
  'give a text file with {*lines}, a name on each': '请给出 {lines}的文本文件，每行一个名称',
  'whose line {#line} is empty': '其中第 {line} 行为空',
  'which has {*names}, but the network has {*classes}': '其中有 {names}，但网络有 {classes}',
  'which is not UTF-8': '它不是 UTF-8',

  'this is a bug; run with --debug and report what it prints':
    '这是程序错误；请加上 --debug 再运行一次，并报告打印的内容',
  'the folder that this was started in is gone: {?reason}': '启动程序时所在的文件夹已不存在：{reason}',
  'go to one that exists': '请切换到存在的文件夹',
  'standard output: cannot be written: {?reason}': '标准输出：无法写入：{reason}',
  'send the output elsewhere': '把输出写到别处',
  'standard output is lost ({?reason}); the work goes on without it': '标准输出已失效（{reason}）；工作继续进行',
  'standard error is lost ({?reason}); the work goes on without it': '标准错误输出已失效（{reason}）；工作继续进行',
};
