// Help of the commands but `train`.
import type { Catalogue } from './translator.ts';

export const commandHelp: Catalogue = {
  [`Look through a folder of pictures before training: DIR/CLASS/* or DIR/{train,val,test}/CLASS/*.

Folders in a class are searched too and links followed, as torchvision's ImageFolder does; hidden files and folders are
left out. Pictures end in png, jpg, jpeg, webp, gif, avif, tif or tiff. Exits with 1 where a training could not start.
Nothing is written into the folder: decoded pictures go to the cache, where train finds them.`]:
    '训练前检查图片文件夹：DIR/CLASS/* 或 DIR/{train,val,test}/CLASS/*。\n\n' +
    '与 torchvision 的 ImageFolder 相同，会查找类别内的子文件夹并跟随链接，跳过隐藏的文件和文件夹。图片的扩展名为 png、jpg、jpeg、webp、gif、avif、tif 或 tiff。如果无法开始训练，退出码为 1。\n' +
    '不会向该文件夹写入任何内容：解码后的图片放入缓存，供 train 使用。',
  'a folder with a folder of pictures for each class': '每个类别一个图片文件夹的目录',
  'side of the images that the pictures become': '图片转换成的图像的边长',
  'pictures of each class, what cannot be read, what is there twice': '各类别的图片、无法读取的图片、重复的图片',

  'Test trained weights: accuracy, loss and the scores of each class.': '测试训练好的权重：精度、损失和各类别的得分。',
  'images to evaluate on: test, train or val (default: test where there are any, else val)':
    '用于评估的图像：test、train 或 val（默认：有测试图像则为 test，否则为 val）',
  'evaluate on another folder of pictures, with the same classes; of DIR/CLASS/*, on all of them':
    '在另一个类别相同的图片文件夹上评估；对 DIR/CLASS/*，使用全部图片',
  'evaluate on the first so many images (default: those of the run, its --limit-test included, else all)':
    '只评估前这么多张图像（默认：与该次训练相同，包括其 --limit-test，否则为全部）',
  'predict the mirror image of each image too, and average their probabilities; written to a file of its own':
    '同时预测每张图像的镜像，并对概率取平均；写入单独的文件',
  'print the evaluation as JSON': '以 JSON 格式打印评估结果',
  'also writes runs/googlenet-1/evaluation.json': '同时写入 runs/googlenet-1/evaluation.json',
  'other images: writes evaluation-first-500.json there': '其他图像：在那里写入 evaluation-first-500.json',
  'a file, on the 60,000 training images': '一个文件，在 60,000 张训练图像上',
  'pictures of another folder: writes evaluation-on-elsewhere-train.json':
    '另一个文件夹的图片：写入 evaluation-on-elsewhere-train.json',
  'as data, with confusion matrix and worst mistakes': '作为数据输出，包含混淆矩阵和最严重的错误',

  'Make the evaluation, plots and report.html of a run at any time, as a training does at its end.':
    '随时为某次训练生成评估结果、图表和 report.html，与训练结束时所做的相同。',
  'the folder of a run': '训练目录',
  'also of a run that was stopped, died or is being trained': '也适用于已停止、中断或正在进行的训练',
  'the page in Chinese': '中文页面',

  'Tell what pictures show: the classes that the network knows, with their probabilities.':
    '识别图片的内容：给出网络认识的类别及其概率。',
  "PNG, JPEG, WebP, GIF, AVIF or TIFF pictures of any size, folders of them, or patterns such as 'photos/**/*.jpg'":
    "任意大小的 PNG、JPEG、WebP、GIF、AVIF 或 TIFF 图片，图片文件夹，或 'photos/**/*.jpg' 这样的模式",
  'exchange dark and light; auto: where the ground is light and the network learned things on black; alone: yes':
    '反色；auto：图片背景较亮而网络学习的是黑色背景时；不写值则为 yes',
  'classes to show': '显示的类别数',
  'write a new CSV file: file, class, probability, and more classes with --top':
    '写入新的 CSV 文件：文件、类别、概率，用 --top 可包含更多类别',
  'with the weights that come with this program': '使用本程序自带的权重',
  'a light thing on a dark ground, as in Fashion-MNIST': '深色背景上的浅色物体，如 Fashion-MNIST',
  'dark things on white, as in a catalogue: inverted': '白色背景上的深色物体，如商品图册：会反色',
  'as it is, whatever its ground looks like': '无论背景如何，都不反色',
  'all pictures in a folder, as a table': '文件夹中的所有图片，输出为表格',
  'with an exported model': '使用导出的模型',

  'Write trained weights as an ONNX model for other runtimes, or as safetensors.':
    '将训练好的权重导出为供其他运行时使用的 ONNX 模型，或导出为 safetensors。',
  'onnx or safetensors (default: by the ending of --out, onnx where it has none)':
    'onnx 或 safetensors（默认：由 --out 的扩展名决定，没有扩展名则为 onnx）',
  'a new file, .onnx or .safetensors': '新文件，.onnx 或 .safetensors',
  'give probabilities instead of logits (ONNX)': '输出概率而不是 logits（ONNX）',
  'of safetensors: float32 or float16': 'safetensors 的数据类型：float32 或 float16',
  'input [batch, 1, 96, 96], output logits': '输入 [batch, 1, 96, 96]，输出 logits',
  'output probabilities': '输出概率',
  "weights alone, with PyTorch's names": '只有权重，名称与 PyTorch 相同',

  'Take over weights from PyTorch (torch.save) or from a safetensors file; names and shapes tell the network.':
    '导入 PyTorch（torch.save）或 safetensors 文件的权重；由张量的名称和形状判断网络。',
  'a state_dict or checkpoint of torch.save (.pt, .pth), or a .safetensors file':
    'torch.save 保存的 state_dict 或检查点（.pt、.pth），或 .safetensors 文件',
  'a new run folder, or a new .safetensors file': '新的训练目录，或新的 .safetensors 文件',
  'which state_dict of a checkpoint, where it holds several': '检查点中有多个 state_dict 时，选用哪一个',
  "a text file with a name a line (default: 0, 1, 2, …, or the tutorial's for ten classes of grey images)":
    '每行一个类别名的文本文件（默认：0、1、2、……；灰度图像的十个类别则用教程的名称）',
  'a state_dict as a run, for evaluate, predict and export':
    '将 state_dict 导入为训练目录，供 evaluate、predict 和 export 使用',
  'one of several state_dicts of a checkpoint': '检查点中多个 state_dict 之一',
  'as a file, for train --init': '导入为文件，供 train --init 使用',
  'with names for its classes': '带类别名称',

  'Serve a page to watch runs as they train, to look into the network, and to try it.':
    '提供网页，用来观察训练过程、查看网络内部并试用网络。',
  'the folder of the runs, or of one run (default: runs, which need not be there yet)':
    '存放各次训练的目录，或某一次训练的目录（默认：runs，可以尚不存在）',
  'of the address; 0 is any that is free': '端口号；0 表示任意空闲端口',
  'the address to listen on': '监听的地址',
  'names of a tunnel or a proxy that leads here, with commas between them; to others the studio does not answer':
    '通向这里的隧道或代理的主机名，用逗号分隔；对其他主机名，Studio 不予应答',
  'no notes, renaming or deleting of runs from the page; so it always is with --host for others and --allow-host':
    '网页上不能写备注、重命名或删除训练；用 --host 对外开放或用 --allow-host 时始终如此',
  'open it in the browser': '在浏览器中打开',
  'end with the standard input instead of with Ctrl-C: train --studio starts it so':
    '标准输入结束时退出，而不是按 Ctrl-C 时：train --studio 就是这样启动它的',
  'the runs in runs/, at an address that it prints': 'runs/ 中的各次训练，地址会打印出来',
  'and in the browser at once': '并立即在浏览器中打开',
  'this run alone': '只看这一次训练',
  'other runs, always at the same address': '其他目录中的训练，地址固定',
  'for other machines too: anyone who reaches it can read the runs': '对其他机器也开放：能访问到它的人都能查看训练',
  'behind a tunnel or a proxy of this name, http or https': '在以此为名的 http 或 https 隧道或代理之后',

  'Print the layers of a network with their shapes and parameters, as torchinfo does.':
    '打印网络各层的形状和参数量，与 torchinfo 相同。',
  'shape of the input, in place of --channels and --image-size': '输入的形状，代替 --channels 和 --image-size',
  'deepest level of layers to show': '显示到第几级的层',
  'columns to show, separated by commas: {?names}': '要显示的列，用逗号分隔：{names}',
  'as which torchinfo prints: newest, tutorial (1.8.0) (default: newest; in Chinese tutorial)':
    '按哪个版本的 torchinfo 打印：newest、tutorial（1.8.0）（默认值：newest；中文时为 tutorial）',
  'three levels of the layers of GoogLeNet, for one 96×96 image': 'GoogLeNet 的三级层，输入一张 96×96 的图像',
  'another network, for colour images of five classes': '另一个网络，用于五个类别的彩色图像',
  'two levels, for a batch of 128': '两级层，批大小为 128',
  'more columns': '更多的列',
  "the tutorial's block, to the letter": '与教程中的输出逐字相同',

  'List the networks with their parameters and multiply-adds for one image of their usual size.':
    '列出各网络的参数量，以及处理一张常用尺寸图像的乘加次数。',
  'for grey images of ten classes': '用于十个类别的灰度图像',
  'for colour images of a hundred, as data': '用于一百个类别的彩色图像，作为数据输出',

  'List the recipes of train, with the options that they stand for and what was measured with them.':
    '列出 train 的训练配方、它们代表的选项以及实测结果。',
  'what --recipe can be': '--recipe 可取的值',
  'the tutorial, to the letter': '与教程完全一致',
  'Fashion-MNIST: 90.54 % of the test images after 30 epochs (results/tutorial)':
    'Fashion-MNIST：30 轮之后，测试图像的精度为 90.54%（results/tutorial）',
  "the tutorial's accuracy on Fashion-MNIST in minutes, with its network":
    '用教程的网络，几分钟内在 Fashion-MNIST 上达到教程的精度',
  'Fashion-MNIST: 90.48 % of the test images, the mean of three seeds (results/fast)':
    'Fashion-MNIST：测试图像的精度为 90.48%，三个种子的平均值（results/fast）',
  "more accuracy on Fashion-MNIST in a third of the tutorial's computation":
    '以教程三分之一的计算量在 Fashion-MNIST 上达到更高的精度',
  'Fashion-MNIST: 93.50 % of the test images (results/best)': 'Fashion-MNIST：测试图像的精度为 93.50%（results/best）',
  'a few hundred pictures of your own or more; the default with --data':
    '您自己的几百张或更多图片；有 --data 时的默认配方',
  'nine classes of emoji, 1,524 pictures: 76.44 % of 382 others (results/emoji)':
    '九类表情符号，1,524 张图片：在另外 382 张上的精度为 76.44%（results/emoji）',

  'Time a network on synthetic images: the median over steps after a warm-up.':
    '用合成图像为网络计时：预热之后各步的中位数。',
  'what to time: train, infer': '计时的内容：train（训练）、infer（推理）',
  'timed steps (not with --interactive)': '计时的步数（不与 --interactive 一起使用）',
  'where the time of a step goes (oneDNN only)': '一步的时间用在哪里（仅 oneDNN）',
  'print the result as one JSON line': '以一行 JSON 打印结果',
  'say "ready", then run and time one step for each line of input': '打印 “ready”，然后每读入一行就运行一步并计时',
  'ten training steps of GoogLeNet on 128 images': 'GoogLeNet 在 128 张图像上的十个训练步',
  'on larger ones in colour': '更大的彩色图像',
  'time by kind of primitive, and the ten slowest layers': '各类原语的耗时，以及最慢的十层',
  'inference on one thread, as a JSON line': '单线程推理，输出为一行 JSON',

  'Show what this machine has: Node, processor, memory, engines, GPUs, MPI, dataset.':
    '显示本机的情况：Node、处理器、内存、引擎、GPU、MPI、数据集。',
  "where oneDNN is missing: download the distribution's package and unpack it into the cache folder":
    '缺少 oneDNN 时：下载发行版的软件包，解包到缓存目录',
  'print JSON: one object with all of it, memory in bytes':
    '以 JSON 格式打印：一个包含全部内容的对象，内存以字节为单位',
  'the first thing to send with a question': '提问时请先附上它的输出',
  'oneDNN without root, on Debian and Ubuntu': '在 Debian 和 Ubuntu 上，无需 root 即可得到 oneDNN',

  'Print what makes a shell complete commands, options and their values; its first line says where it goes.':
    '打印 shell 的补全脚本，可补全命令、选项及其值；第一行说明应放在哪里。',
  'for every new bash, with the package bash-completion': '对每个新的 bash 生效，需要软件包 bash-completion',
  'in ~/.zshrc, behind compinit': '写在 ~/.zshrc 中，compinit 之后',
};
