// What is wrong with runs, their folders, checkpoints and reports, and with the studio that shows them.
import type { Catalogue } from './translator.ts';

export const runMessages: Catalogue = {
  'make it readable, or put it back as it was; nothing was changed': '请让它可读，或恢复原样；没有改动任何内容',
  'make it readable, or move it elsewhere to go on from the one before; nothing was changed':
    '请让它可读，或移到别处以便从前一个继续；没有改动任何内容',
  'holds no run that could be resumed': '其中没有可继续的训练',
  'was trained, but no checkpoint can be used to go on from: {*found}': '曾经训练过，但没有可用来继续的检查点：{found}',
  'checkpoints holds none': 'checkpoints 中没有检查点',
  'these are damaged: {+files}': '以下已损坏：{files}',
  'the metrics tell of {*epochs}': '指标记录了 {epochs}',
  'there are {?files}': '有 {files}',
  'put its checkpoints back, or {*otherwise}; nothing was changed': '请放回检查点，或{otherwise}；没有改动任何内容',
  'start a new run': '开始新的训练',
  'start a new run from its weights with --init {file}': '用 --init {file} 以其权重开始新的训练',
  'start a new run from its weights with --init': '用 --init 以其权重开始新的训练',
  'is closed, the run has ended': '已关闭，训练已经结束',
  'which {*reason}': '{reason}',
  'is not a folder': '不是文件夹',
  'already holds a run': '其中已有训练',
  'is not empty: it holds {?names}': '不为空：其中有 {names}',
  'resume it with --resume, or choose another folder': '请用 --resume 继续，或换一个文件夹',
  'choose another folder, or leave --run out for a new one': '换一个文件夹，或去掉 --run 以使用新目录',
  'go on with it by --resume, choose another folder, or leave --run out for a new one':
    '用 --resume 继续，换一个文件夹，或去掉 --run 以使用新目录',
  'choose another folder, or leave --run out for a new one; to begin with its weights, add --init {file}':
    '换一个文件夹，或去掉 --run 以使用新目录；如要以其权重为起点，请加上 --init {file}',
  'process {#pid} on {host} trains here since {since}': '{host} 上的进程 {pid} 自 {since} 起在此训练',
  'wait for it; if nothing trains on {host} any more, take the run over: --resume with --force':
    '请等待；如果 {host} 上已不再训练，请接管：--resume 加 --force',
  'wait for it or stop it, or train into another folder': '请等它结束或停止它，或换一个目录训练',
  'does not say who trains here': '没有说明谁在此训练',
  'if nothing trains in this folder, delete the file': '如果没有程序在此目录中训练，请删除该文件',
  'not written, the disk is full: {?files}': '未写入，磁盘已满：{files}',
  'free some space and go on from the last checkpoint with --resume': '请腾出空间，再用 --resume 从最后的检查点继续',

  'is a safetensors file, but not a checkpoint': '是 safetensors 文件，但不是检查点',
  'move it out of the folder of checkpoints': '请将它移出检查点目录',
  'is {*kind}, not a checkpoint': '是{kind}，不是检查点',
  'is not a checkpoint, or its start is damaged': '不是检查点，或开头已损坏',
  'is damaged: its SHA-256 is not the one that it was saved with': '已损坏：SHA-256 与保存时的不符',
  'is not JSON': '不是 JSON',
  'has format version {found}, expected {expected}': '格式版本为 {found}，应为 {expected}',
  'it was saved by another version of googlenet: resume with that one':
    '它由另一版本的 googlenet 保存：请用那个版本继续',
  'tensor {name} is {dtype}, expected F32': '张量 {name} 为 {dtype}，应为 F32',
  'the training cannot go on: {*changes}': '训练无法继续：{changes}',
  '{-fact} was {?before} and is {?now}': '{fact} 原为 {before}，现为 {now}',
  '{-fact} was {?before} and is {?now}; {*rest}': '{fact} 原为 {before}，现为 {now}；{rest}',
  'resume with what it was started with, or start a new training from its weights':
    '请用开始时的设置继续，或以其权重开始新的训练',
  'the state does not fit the optimizer: {*problems}': '状态与优化器不符：{problems}',
  '{-kind} {-name} is missing': '缺少 {kind} {name}',
  '{-name} is not wanted': '不需要 {name}',
  'resume with the optimizer that the training was started with': '请用开始训练时的优化器继续',
  '{file} could not be written, the disk is full; the next save tries again':
    '{file} 无法写入，磁盘已满；下次保存时再试',
  '{file} cannot grow, the disk is full; its lines wait in memory': '{file} 无法增长，磁盘已满；内容暂存在内存中',
  '{file}: a line is damaged and left out; the file as it was is kept as {copy}':
    '{file}：有一行已损坏，不使用；原文件保留为 {copy}',
  '{file}: {#count} lines are damaged and left out; the file as it was is kept as {copy}':
    '{file}：有 {count} 行已损坏，不使用；原文件保留为 {copy}',
  '{file}: the lines of these epochs are restored from the checkpoint: {?epochs}':
    '{file}：以下各轮的内容已从检查点恢复：{epochs}',
  '{*problem}; it is now {name}, and the one before is used': '{problem}；它现在名为 {name}，改用前一个检查点',

  'holds {?files}, which no report wrote': '其中有 {files}，它们不是由报告写出的',
  'choose another folder; nothing was changed': '请换一个文件夹；没有改动任何内容',
  'what is there is not an evaluation': '那里的内容不是评估结果',
  'move it elsewhere; nothing was changed': '请将它移到别处；没有改动任何内容',
  'the evaluation is of {name} ({#images} images), the dataset is {other} ({#otherImages})':
    '评估的是 {name}（{images} 张图像），而数据集是 {other}（{otherImages} 张）',
  'give the dataset that was evaluated': '请给出所评估的数据集',

  'the page is not built: {folder} has no index.html': '网页尚未构建：{folder} 中没有 index.html',
  'run `npm run build`': '请运行 `npm run build`',
  "'{folder}' is not a folder": "'{folder}' 不是文件夹",
  'give the folder that holds runs, e.g. runs': '请给出存放各次训练的目录，例如 runs',
  'port {#port} of {host} is in use': '{host} 的端口 {port} 已被占用',
  'choose another one with --port, or leave it out for any that is free':
    '请用 --port 换一个端口，或不指定以使用任意空闲端口',
  'cannot listen on {host}, port {#port}: {?reason}': '无法在 {host} 的端口 {port} 上监听：{reason}',
  'choose a port above 1023': '请选择大于 1023 的端口',
  'give an address of this machine, e.g. 127.0.0.1': '请给出本机的地址，例如 127.0.0.1',
  "'{host}' is not a name of a host": "'{host}' 不是主机名",
  'this request cannot be understood': '无法理解此请求',
  'e.g. studio.example': '例如 studio.example',
};
