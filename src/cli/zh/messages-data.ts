// What is wrong with data: folders of pictures, their cache, Fashion-MNIST, downloads.
import type { Catalogue } from './translator.ts';

export const dataMessages: Catalogue = {
  'give the folder with the folders of the classes': '请给出包含各类别文件夹的目录',
  'give the folder that holds a folder of pictures for each class': '请给出每个类别一个图片文件夹的目录',
  'its name is not UTF-8': '其名称不是 UTF-8',
  'has val and valid': '同时有 val 和 valid',
  'keep one of them for validation': '请只保留其中一个作为验证集',
  'has only {?names}, which look like parts': '只有 {names}，看起来是数据集的划分',
  'name the parts train, val (or valid) and test; train has to be there':
    '请将各划分命名为 train、val（或 valid）和 test；必须有 train',
  "two classes have one name, '{first}' ({firstCodes}) and '{second}' ({secondCodes})":
    "有两个类别同名：'{first}'（{firstCodes}）和 '{second}'（{secondCodes}）",
  'their letters are composed differently: rename one of the folders': '它们的字符组合方式不同：请重命名其中一个文件夹',
  'has no folders': '其中没有文件夹',
  'has {*pictures} but no folders': '其中有 {pictures}，但没有文件夹',
  'make a folder for each class, called like it, and put its pictures there':
    '请为每个类别建一个同名文件夹，并把图片放进去',
  'train has no class of this name': 'train 中没有这个名称的类别',
  'what is not in train cannot be learned: add it there, or take it away here':
    'train 中没有的无法学习：请在那里添加，或从这里移走',
  'has no {*part} images': '没有{part}图像',
  training: '训练',
  validation: '验证',
  test: '测试',
  'put them into {folder}/CLASS/, beside train/CLASS/': '请放到 {folder}/CLASS/ 中，与 train/CLASS/ 并列',
  '{folder}: {classes}: the network knows no such class': '{folder}：{classes}：网络没有这样的类别',
  'its classes are {?names}': '网络的类别有：{names}',
  '{+names}, …': '{names}……',
  'which pictures these weights learned from is not known': '不知道这些权重是用哪些图片训练的',
  'name a folder of pictures: --data DIR': '请指定图片文件夹：--data DIR',
  'has a folder for validation already, and {?share} of train was to be kept for it':
    '已有验证集文件夹，却又要从 train 中留出 {share} 用于验证',
  'leave out the one or the other': '请去掉其中一个',
  '{folder}: is not what it was when this run began: the classes were {?names}':
    '{folder}：与训练开始时不同：当时的类别为 {names}',
  '{folder}: is not what it was when this run began: {?files}': '{folder}：与训练开始时不同：{files}',
  '{file} (changed)': '{file}（已改变）',
  '{file} (gone or unreadable)': '{file}（已消失或无法读取）',
  '{+files} and {#count} more': '{files} 等，另有 {count} 个',
  '{+files}, and {#count} more': '{files} 等，另有 {count} 个',
  'put it back as it was, or begin a new run': '请恢复原样，或开始新的训练',
  'does not say which pictures this run learns from: {?reason}': '没有说明此次训练使用哪些图片：{reason}',
  'get the file back, or begin a new run': '请找回该文件，或开始新的训练',
  'it changed since the folder was looked at': '查看文件夹之后它有了变化',
  'begin again when nobody writes to it': '请等没有程序写入它时重新开始',
  'it has {#size} bytes': '它有 {size} 字节',
  'its header is not the right one': '文件头不正确',
  'the checksum of image {#index} is wrong': '第 {index} 张图像的校验和不符',
  'delete it': '请删除它',
  '{size} of decoded images fit nowhere: {?reason}; memory has {memory} for them':
    '已解码的图像（{size}）无处存放：{reason}；内存中可用 {memory}',
  'make room, have the cache elsewhere (XDG_CACHE_HOME), or make the images smaller (--image-size)':
    '请腾出空间，把缓存放到别处（XDG_CACHE_HOME），或减小图像（--image-size）',
  'all of its files together may have {size}': '其中的文件总共最多 {size}',
  'the disk has {size} free': '磁盘剩余 {size}',
  'the user has no home folder, and XDG_CACHE_HOME names no other':
    '此用户没有主目录，XDG_CACHE_HOME 也没有指定别的目录',
  'cannot be made: {?reason}': '无法创建：{reason}',
  'the picture cannot be decoded: {?reason}': '图片无法解码：{reason}',
  'it is damaged or too large: save it again, smaller': '它已损坏或太大：请缩小后重新保存',
  'give a picture in PNG, JPEG or WebP, as cameras and screenshots make them, or in GIF, AVIF or TIFF':
    '请给出 PNG、JPEG 或 WebP 图片（相机和截图的格式），或 GIF、AVIF、TIFF 图片',
  'is not a {*formats} picture': '不是 {formats} 图片',
  'there are no images of {?classes} to train with, so no weight balances them':
    '{classes} 没有训练图像，无法用权重平衡',
  'add images, or leave the classes or --class-weights out': '请添加图像，或去掉这些类别或 --class-weights',
  'there are images to train with, and none to tell how good an epoch is': '有训练图像，但没有图像可用来评判每一轮',
  'keep some of them for validation, e.g. --val-split 0.2; it takes two images of a class or more':
    '请留出一部分用于验证，例如 --val-split 0.2；每个类别至少要有两张图像',
  'has labels up to {#largest}, the model tells {#classes} classes apart':
    '标签最大为 {largest}，而模型区分 {classes} 个类别',
  'use a model for at least {#classes} classes': '请使用至少 {classes} 个类别的模型',

  'missing {+files}': '缺少 {files}',
  'put the files there (with or without .gz), or leave the directory out to use the cache or the network':
    '请把文件放到那里（有无 .gz 均可），或不指定目录，改用缓存或网络',
  '{-title} has no validation part': '{title} 没有验证集',
  'split one off: --val-split 0.1': '请划出一部分：--val-split 0.1',
  '{file}: {*found}, expected {expected}: SHA-256 of the decompressed bytes is {sha}, expected {expectedSha}':
    '{file}：{found}，应为 {expected}：解压后的 SHA-256 为 {sha}，应为 {expectedSha}',
  'the content of {file}': '{file} 的内容',
  'unknown content': '内容不符',
  'Fashion-MNIST is not on this machine, and {*reason}': '本机没有 Fashion-MNIST，并且{reason}',
  'there is no folder to download it to: the system knows no home of this user':
    '没有可供下载的目录：系统不知道此用户的主目录',
  'set XDG_CACHE_HOME to a folder of yours (in a program, give cacheDirectory), or install the package (apt-get install dataset-fashion-mnist)':
    '请将 XDG_CACHE_HOME 设为您的某个文件夹（在程序里用 cacheDirectory），或安装软件包（apt-get install dataset-fashion-mnist）',
  'Fashion-MNIST is neither on this machine nor to be downloaded ({?tried})':
    '本机没有 Fashion-MNIST，也无法下载（{tried}）',
  'downloading is switched off': '下载已关闭',
  'one of three ways: install the package (apt-get install dataset-fashion-mnist); download the four .gz files from https://github.com/zalandoresearch/fashion-mnist into {folder} or into a folder given as the directory; or try again with a network that reaches one of the mirrors':
    '有三种办法：安装软件包（apt-get install dataset-fashion-mnist）；从 https://github.com/zalandoresearch/fashion-mnist 下载四个 .gz 文件，放到 {folder} 或指定的目录中；或换用能访问镜像的网络再试',
  'choose another cache folder: XDG_CACHE_HOME, in a program cacheDirectory':
    '换一个缓存目录：XDG_CACHE_HOME，在程序里用 cacheDirectory',
  "the proxy '{proxy}' is no address": "代理 '{proxy}' 不是地址",
  'set HTTP_PROXY and HTTPS_PROXY, in a program proxy, to e.g. http://proxy.example:3128':
    '请将 HTTP_PROXY 和 HTTPS_PROXY（在程序里用 proxy）设为例如 http://proxy.example:3128',
  'images and labels are swapped: this file holds labels, {file} images':
    '图像与标签颠倒了：此文件是标签，{file} 是图像',
  'exchange the two files': '请对调两个文件',
  'expected images [count,rows,columns], got [{shape}]': '应为图像 [count,rows,columns]，实际为 [{shape}]',
  'this is not an image file (its magic is 0x00000803)': '这不是图像文件（图像文件的魔数为 0x00000803）',
  'expected labels [count], got [{shape}]': '应为标签 [count]，实际为 [{shape}]',
  'this is not a label file (its magic is 0x00000801)': '这不是标签文件（标签文件的魔数为 0x00000801）',
  'no pixels, the shape is [{shape}]': '没有像素，形状为 [{shape}]',
  '{#images} images, but {file} has {#labels} labels': '有 {images} 张图像，但 {file} 有 {labels} 个标签',
  'the two files belong to different sets': '两个文件属于不同的数据集',
  'label {#index} is {#label}, expected at most {#most}': '第 {index} 个标签为 {label}，应不大于 {most}',
  'the file is damaged or belongs to a dataset with more classes': '文件已损坏，或属于类别更多的数据集',
};
