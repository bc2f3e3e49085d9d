// Help of `googlenet train`.
import type { Catalogue } from './translator.ts';

export const trainHelp: Catalogue = {
  'Train a network on Fashion-MNIST or on pictures of your own; writes metrics, weights and checkpoints into a run folder.':
    '在 Fashion-MNIST 或您自己的图片上训练网络；指标、权重和检查点写入训练目录。',

  'train on pictures of your own: DIR/CLASS/*, or DIR/{train,val|valid,test}/CLASS/*; folders in a class are looked through, links followed, hidden files left out, classes sorted, as torchvision does; nothing is written there':
    '在您自己的图片上训练：DIR/CLASS/* 或 DIR/{train,val|valid,test}/CLASS/*；与 torchvision 相同，会查找类别内的子文件夹、跟随链接、跳过隐藏文件、对类别排序；不会向其中写入任何内容',
  'options that go well together: {?names} (see googlenet recipes; default: {recipe}; with --data {own})':
    '一组相互配合的选项：{names}（见 googlenet recipes；默认值：{recipe}；有 --data 时为 {own}）',
  'options from a JSON or YAML file, by their names in config.json, or from the config.json of a run, which repeats it; what is typed counts more':
    '从 JSON 或 YAML 文件读取选项，名称与 config.json 中相同；也可以给出某次训练的 config.json，以重复该训练；命令行中的选项优先',
  'without --data: {?names}': '没有 --data 时使用的数据集：{names}',
  'with --data: 1 makes the pictures grey, 3 keeps colours (default: 3)':
    '与 --data 一起使用：1 将图片转为灰度，3 保留彩色（默认值：3）',
  'with --data, how a picture fills the square: {?names}': '与 --data 一起使用，图片如何填满正方形：{names}',
  'with --data, what shows through transparent pictures, e.g. #ffffff':
    '与 --data 一起使用，透明图片的背景色，例如 #ffffff',
  'subtract a mean and divide by a deviation: {?names}': '归一化，即减去均值再除以标准差：{names}',
  'vary training images; basic: shifts and mirror images; mild: smaller shifts; erasing: a rectangle blotted out too':
    '训练图像的数据增强；basic：平移和镜像；mild：平移较小；erasing：另外随机擦除一个矩形',
  'of the training images, chosen by the seed, to find the best epoch by (default: 0.2 of DIR/CLASS/*, else 0)':
    '从训练图像中按种子划出的验证集比例，用来选出最佳的一轮（默认值：DIR/CLASS/* 为 0.2，否则为 0）',
  'passes over the training images (default: {count}; with --data as many as make {steps} steps)':
    '训练轮数，即 epoch 数（默认值：{count}；有 --data 时，以凑足 {steps} 步为准）',
  'images of a batch': '批大小，即每批的图像数',
  'batches of a step: the step of one large batch, in the memory of a small one':
    '每步累积的批数：效果等同于一个大批，内存只需一个小批',
  'what moves the weights: {?names}': '优化器：{names}',
  'learning rate (default: {rate}; with --data {own}; with adam and adamw {adam})':
    '学习率（默认值：{rate}；有 --data 时为 {own}；adam 和 adamw 为 {adam}）',
  'momentum of SGD': 'SGD 的动量',
  'look-ahead momentum (needs --momentum)': 'Nesterov 动量（需要 --momentum）',
  'L2 penalty; of adamw, what is taken off the weights beside (default: 0; with adamw {value})':
    '权重衰减，即 L2 惩罚；对 adamw 则是直接从权重中减去的部分（默认值：0；adamw 为 {value}）',
  'no weight decay for biases and the factors of normalisations': '偏置和归一化层的缩放系数不做权重衰减',
  'shorten the gradient of a step, all parameters together, to this norm where it is longer':
    '梯度裁剪：所有参数的总梯度范数超过此值时，缩短到此值',
  'keep an average of the weights, with so much of it kept at each step, e.g. 0.999; it is judged and saved in their place':
    '保存权重的指数移动平均，此值为每步保留的比例，例如 0.999；评估和保存的都是平均后的权重',
  'of each label that is given to all classes alike': '标签平滑：每个标签中平均分给所有类别的比例',
  'let every class count the same in the loss, however many training images it has':
    '类别权重：无论训练图像多少，各类别在损失中的分量相同',
  'how the learning rate goes: {?names}': '学习率调度：{names}',
  'steps in which the learning rate rises to its first value': '预热步数：学习率在这些步内升到初始值',
  'epochs that the schedule is laid out for; behind them its last rate stays (default: --epochs)':
    '学习率调度所跨的轮数；之后学习率保持最后的值（默认：同 --epochs）',
  'end after so many epochs without a better one': '早停：连续这么多轮没有更好的结果就结束',
  'of first weights and shuffling': '初始权重和打乱顺序所用的随机种子',
  'train in the processes that a launcher of MPI started (mpirun, srun): mpi, or auto, where there is one; none: by itself':
    '在 MPI 启动器（mpirun、srun）启动的各进程中共同训练：mpi，或 auto（有启动器时）；none：单独训练',
  "MPI's library (default: the one that fits the launcher, searched in the usual places)":
    'MPI 的库文件（默认：与启动器相符的库，在常见位置查找）',
  'multiply the learning rate by the number of processes: linear, sqrt (its root); needs --warmup':
    '将学习率乘以进程数：linear，或 sqrt（进程数的平方根）；需要 --warmup',
  "batch normalisations count the images of all processes, and wait for them at each; without it, each process's own":
    '批量归一化统计所有进程的图像，每一处都等待它们；否则只统计本进程的图像',
  'how long processes wait for one of them before all end': '各进程等待其中一个进程的最长时间（秒），超过后全部结束',
  "steps between two comparisons of the processes' weights": '每隔多少步比较一次各进程的权重',
  'train on the first so many images only; of a folder, on so many of all classes':
    '只用前这么多张图像训练；对文件夹，则是从所有类别中共取这么多张',
  'the same for the test images': '同上，用于测试图像',
  'keep the order of the dataset': '保持数据集的顺序，不打乱',
  'begin with the weights of a run, a .safetensors file or a checkpoint; the last layer is drawn anew for other classes':
    '以某次训练、.safetensors 文件或检查点的权重为起点；类别不同时，最后一层重新初始化',
  "keep tensors as they are whose names fit, e.g. 'model.[0-7].*'; * is any characters, [0-7] one of them":
    "冻结名称匹配的张量，例如 'model.[0-7].*'；* 表示任意字符，[0-7] 表示其中一个",
  'with --data: size of the cache of decoded pictures, of which the oldest go':
    '与 --data 一起使用：已解码图片的缓存大小（GB），超出时删除最旧的',
  'where the results go (default: runs/googlenet-1, -2, …)': '结果保存到的目录（默认：runs/googlenet-1、-2、……）',
  'go on with the run in this folder': '继续此目录中的训练',
  'with --resume and other --epochs: keep the planned learning rates, and stay at the last one behind them':
    '与 --resume 一起使用，且 --epochs 有变：沿用原来的学习率计划，之后保持最后的学习率',
  'with --resume and other --epochs: lay the schedule out anew; the learning rate jumps':
    '与 --resume 一起使用，且 --epochs 有变：重新安排学习率计划；学习率会发生跳变',
  'with --resume: go on with another engine, whose numbers differ in the last digits':
    '与 --resume 一起使用：换一个引擎继续，数值的末位会有差异',
  'with --resume: take the run over from a process on another machine that no longer trains':
    '与 --resume 一起使用：从另一台机器上已不再训练的进程接管',
  'steps between two checkpoints, or epoch; there is one behind each epoch anyway':
    '每隔多少步保存一个检查点，或写 epoch；每轮结束时总会保存一个',
  "also keep the best epoch's checkpoint (its weights are kept anyway)": '另外保留最佳一轮的检查点（其权重总会保留）',
  'steps between two logged ones': '每隔多少步记录一次',
  'beside it, serve a page to watch it: its address is printed, and it ends with the training':
    '同时提供一个网页来观察训练：地址会打印出来，随训练结束而关闭',
  'print only the epoch lines and where the results are': '只打印每轮的结果和结果所在的位置',

  "the tutorial's 30 epochs": '教程的 30 轮',
  'pictures of your own, in a folder for each class': '您自己的图片，每个类别一个文件夹',
  'what another run learned, and a new head': '沿用另一次训练学到的权重，换上新的分类层',
  'a short try': '简短试跑',
  'fewer epochs, a faster optimizer': '更少的轮数，更快的优化器',
  'a rate that rises and falls': '先升后降的学习率',
  'a rate of its own for each weight': '每个权重有自己的学习率',
  'steps of 128 images in the memory of 32': '每步 128 张图像，内存只需 32 张',
  'four processes that share each batch': '四个进程分担每一批',
  'go on with a run that was stopped or died': '继续已停止或中断的训练',
  'and further than it was to go': '并且比原计划训练更多轮',
  'an earlier run once more, as it was': '按原样重复之前的训练',
  'a new run from earlier weights': '以之前的权重开始新的训练',
  'with a page to watch it in the browser': '带网页，可在浏览器中观察',
  "epoch lines as the tutorial's": '按教程的格式打印每轮结果',
};
