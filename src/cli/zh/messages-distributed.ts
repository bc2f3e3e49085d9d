// What keeps processes from training one network together. A rank stays a rank: that is its name in every MPI.
import type { Catalogue } from './translator.ts';

export const distributedMessages: Catalogue = {
  'collective {#count} ({operation}): waited {#seconds} s for {ranks}':
    '第 {count} 次集合操作（{operation}）：等待 {ranks} 已 {seconds} 秒',
  'see what these processes and the network between the hosts are doing; --collective-timeout gives more time':
    '请查看这些进程以及主机之间的网络在做什么；--collective-timeout 可以延长等待时间',
  'collective {#count} ({operation}): not done after {#seconds} s, though every rank takes part':
    '第 {count} 次集合操作（{operation}）：所有 rank 都已参与，但 {seconds} 秒后仍未完成',
  'see whether the network between the hosts is slow or was cut; --collective-timeout gives more time':
    '请查看主机之间的网络是否很慢或已中断；--collective-timeout 可以延长等待时间',
  'it was to stop, and waited {#seconds} s for the others to end the step':
    '本进程收到停止请求，等待其他进程完成这一步已 {seconds} 秒',
  'rank {#rank} ({host}) failed: {?reason}': 'rank {rank}（{host}）失败：{reason}',
  'see what that process printed': '请查看该进程打印的内容',
  'collective {#count} ({operation}): the connection to another rank was lost: {?reason}':
    '第 {count} 次集合操作（{operation}）：与另一个 rank 的连接已断开：{reason}',
  'see which of the processes has ended, and what it printed': '请查看哪个进程已经结束，以及它打印的内容',
  'the ranks are not at the same step: {positions}': '各个 rank 不在同一步：{positions}',
  'start all of them with the same version, options and data': '请用相同的版本、选项和数据启动所有进程',
  'start all of them with the same version and the same options': '请用相同的版本和相同的选项启动所有进程',
  'the processes do not train the same: {?differences}': '各进程的训练不一致：{differences}',
  '{-name} is {?value} on {rank} and {?first} on rank 0': '{name} 在 {rank} 上为 {value}，在 rank 0 上为 {first}',
  '{?where}: the weights of {ranks} are not those of the others: {tensors}':
    '{where}：{ranks} 的权重与其他 rank 不同：{tensors}',
  'see whether the memory of that machine is sound and its processor of the same kind; go on from the last checkpoint':
    '请检查那台机器的内存是否完好、处理器是否属于同一种；可从最后的检查点继续',
  'use processors of one kind and one version of the library on all hosts, or --engine onnxruntime':
    '请在所有主机上使用同一种处理器和同一版本的库，或使用 --engine onnxruntime',
  'the checkpoint of rank 0': 'rank 0 的检查点',
  'this rank has left the group of processes': '此 rank 已离开进程组',
  'open a group again, in a new process': '请在新的进程中重新打开进程组',

  'MPI was not found. Searched:\n{?places}': '找不到 MPI。已查找：\n{places}',
  'MPI is not known on {-platform}': '不知道 {platform} 上的 MPI',
  "is not known: '{words}'": "无法识别：'{words}'",
  'give the file of libmpi or libmpich': '请给出 libmpi 或 libmpich 的库文件',
  "{packages}, or give the library's file with --mpi": '{packages}，或用 --mpi 给出库文件',
  'apt install mpich': 'apt install mpich',
  'apt install openmpi-bin': 'apt install openmpi-bin',
  'MPI is called from a worker': '在 worker 中调用了 MPI',
  "call it on the process's main thread": '请在进程的主线程中调用',
  'MPI was started in this process before': '此进程之前已启动过 MPI',
  'a process can be in one group: start another process': '一个进程只能加入一个进程组：请另启动一个进程',
  '{-call} has not returned after {#seconds} s': '{call} 在 {seconds} 秒后仍未返回',
  'see whether every rank has started and reaches the others by the network':
    '请查看每个 rank 是否都已启动，并能通过网络与其他 rank 通信',
  'see what it printed': '请查看它打印的内容',
  '{launcher} started {#started} processes, but {version} ({path}) makes a world of {#size}':
    '{launcher} 启动了 {started} 个进程，但 {version}（{path}）组成的世界有 {size} 个进程',
  "Slurm's srun": 'Slurm 的 srun',
  'use the launcher and the library of the same MPI (--mpi FILE); with srun, add --mpi=pmix or --mpi=pmi2':
    '请使用同一种 MPI 的启动器和库（--mpi FILE）；使用 srun 时请加上 --mpi=pmix 或 --mpi=pmi2',
};
