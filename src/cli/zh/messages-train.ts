// What ends a training, and options that do not go with the one that is resumed.
import type { Catalogue } from './translator.ts';

export const trainMessages: Catalogue = {
  '{-option} is {?value}, but the run was started with {?saved}': '{option} 为 {value}，但训练开始时为 {saved}',
  'leave {option} out, or {*otherwise}': '请去掉 {option}，或{otherwise}',
  'add --allow-engine-change': '加上 --allow-engine-change',
  '--schedule-epochs is for a new run': '--schedule-epochs 只用于新的训练',
  'with --resume give --hold-schedule or --stretch-schedule':
    '有 --resume 时，请给出 --hold-schedule 或 --stretch-schedule',
  "--epochs is {#epochs}, but the run's schedule, {schedule}, is laid out for {#planned}":
    '--epochs 为 {epochs}，但此次训练的学习率计划 {schedule} 按 {planned} 轮安排',
  '--hold-schedule keeps the planned learning rates; --stretch-schedule lays it out anew, and the rate jumps':
    '--hold-schedule 沿用原计划的学习率；--stretch-schedule 重新安排，学习率会发生跳变',
  '--hold-schedule keeps the planned learning rates, and the last one behind them; --stretch-schedule lays it out anew, and the rate jumps':
    '--hold-schedule 沿用原计划的学习率，之后保持最后的值；--stretch-schedule 重新安排，学习率会发生跳变',
  'needs a warm-up, since the first steps of a larger rate go astray': '需要预热，因为学习率变大后最初几步容易偏离',
  'add --warmup 500, or --schedule one-cycle': '请加上 --warmup 500，或 --schedule one-cycle',
  'is for a new run: one that goes on keeps its learning rate': '只用于新的训练：继续的训练保持原来的学习率',
  'leave --scale-lr out': '请去掉 --scale-lr',
  '--scale-lr makes the learning rate {value}': '--scale-lr 使学习率为 {value}',
  '{-option} has no effect on one process by itself': '{option} 对单独一个进程不起作用',
  '--epochs is {#epochs}, but {#done} are done': '--epochs 为 {epochs}，但已完成 {done} 轮',
  '--epochs is {#epochs}, but {#done} are done, and epoch {#epoch} is under way':
    '--epochs 为 {epochs}，但已完成 {done} 轮，并且第 {epoch} 轮正在进行',
  '--epochs {#done} ends the run where it is': '--epochs {done} 会在当前位置结束训练',
  "--data is '{folder}', and the run would be written into it, to {run}":
    "--data 为 '{folder}'，而训练结果会写到其中的 {run}",
  'give a --run elsewhere: nothing is written among your pictures':
    '请用 --run 指定别处的目录：不会向您的图片中写入任何内容',

  'epoch {#epoch}, step {#step}: {*problem}': '第 {epoch} 轮第 {step} 步：{problem}',
  'the loss is {value}': '损失为 {value}',
  'the {*part} loss is {value}': '{part}损失为 {value}',
  'the gradient of {name} is not finite': '{name} 的梯度不是有限的数',
  '{-name} is no longer finite': '{name} 不再是有限的数',
  '{*problem}; the first values that are not finite are those of {layer}': '{problem}；最先出现非有限值的是 {layer}',
  'lower the learning rate or warm it up; earlier checkpoints are as they were':
    '请降低学习率或使用预热；之前的检查点没有改动',
};
