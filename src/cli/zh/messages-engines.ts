// What engines, their libraries and the machine lack or refuse.
import type { Catalogue } from './translator.ts';

export const engineMessages: Catalogue = {
  'the training ran on {engine}, which this machine lacks': '该训练使用引擎 {engine}，本机没有这个引擎',
  '{*first}; or {*second}': '{first}；或者：{second}',
  'allow another engine (--allow-engine-change), whose numbers differ in the last digits':
    '允许换用其他引擎（--allow-engine-change），数值的末位会有差异',
  'training is about three times as fast with oneDNN: {?hint}': '使用 oneDNN，训练速度约为三倍：{hint}',
  'auto takes {gpu}: a training step takes {#there} ms, and {#here} ms on {-processor}':
    'auto 选用 {gpu}：一个训练步需 {there} ms，在 {processor} 上需 {here} ms',
  'auto takes {gpu}: a training step takes {#there} ms, and {#here} ms on {-processor}; {*more}':
    'auto 选用 {gpu}：一个训练步需 {there} ms，在 {processor} 上需 {here} ms；{more}',
  'auto takes {-processor}: a training step takes {#here} ms, and {#there} ms on {gpu}':
    'auto 选用 {processor}：一个训练步需 {here} ms，在 {gpu} 上需 {there} ms',
  'auto takes {-processor}: a training step takes {#here} ms, and {#there} ms on {gpu}; {*more}':
    'auto 选用 {processor}：一个训练步需 {here} ms，在 {gpu} 上需 {there} ms；{more}',
  'auto takes {-processor}: {*problem} · hint: {*hint}': 'auto 选用 {processor}：{problem} · 提示：{hint}',
  'auto takes {-processor}: {*problem}': 'auto 选用 {processor}：{problem}',
  'measured anew, as {file} is damaged': '{file} 已损坏，因此重新测量',
  'measured anew, as {file} cannot be read: {?reason}': '无法读取 {file}，因此重新测量：{reason}',
  'measured at each start, as {file} cannot be written: {?reason}': '无法写入 {file}，因此每次启动都测量：{reason}',
  'precision is bf16, but the engine {engine} computes in float32 alone':
    '精度为 bf16，但引擎 {engine} 只以 float32 计算',
  'take the engine onednn, or the precision float32': '请使用引擎 onednn，或精度 float32',
  'precision is bf16, which this processor does not compute in (AVX512_BF16 or AMX)':
    '精度为 bf16，但此处理器不支持（需要 AVX512_BF16 或 AMX）',
  'take float32, or auto, which takes the faster one': '请使用 float32，或使用 auto 自动选择较快的',
  'oneDNN was not found. Searched:\n{?places}': '找不到 oneDNN。已查找：\n{places}',
  'give the file of the library; or {*otherwise}': '请给出库文件；或者：{otherwise}',
  '{*first}\n{*rest}': '{first}\n{rest}',
  '  {path}: {?reason}': '  {path}：{reason}',
  'version {version} is not supported (2.6 or newer is)': '不支持版本 {version}（需要 2.6 或更新的版本）',
  'apt install libdnnl3 (libdnnl2 on Debian 12 and Ubuntu 22.04, libdnnl3.6 on Debian 13), or dnf install onednn; on Debian and Ubuntu without root: googlenet doctor --fix':
    'apt install libdnnl3（Debian 12 和 Ubuntu 22.04 为 libdnnl2，Debian 13 为 libdnnl3.6），或 dnf install onednn；在 Debian 和 Ubuntu 上无需 root：googlenet doctor --fix',
  'brew install onednn': 'brew install onednn',
  'build oneDNN, and give the path of the library': '请编译 oneDNN，并给出库文件的路径',
  'install the Intel oneAPI toolkit, or give the path of dnnl.dll with --onednn':
    '请安装 Intel oneAPI 工具包，或用 --onednn 给出 dnnl.dll 的路径',
  'oneDNN: {call}: {?words}': 'oneDNN：{call}：{words}',
  'status {#status}': '状态 {status}',
  'oneDNN: dnnl_primitive_execute: status {#status}': 'oneDNN：dnnl_primitive_execute：状态 {status}',
  'oneDNN is closed: open it again': 'oneDNN 已关闭：请重新打开',
  'oneDNN at {path} does not run on OpenMP, so its threads cannot be set to {#threads}':
    '{path} 的 oneDNN 不使用 OpenMP，无法将线程数设为 {threads}',
  'set OMP_NUM_THREADS={#threads} in the environment instead, or use a build with OpenMP':
    '请改用环境变量 OMP_NUM_THREADS={threads}，或使用带 OpenMP 的版本',
  '{library} computes wrong gradients of convolutions on this processor': '{library} 在此处理器上算出的卷积梯度有误',
  'this version computes wrongly on this processor, another one may not (--onednn FILE)':
    '此版本在此处理器上计算有误，其他版本可能正常（--onednn FILE）',
  '{where} of [{operands}] {attributes}: {*problem}': '{where}（[{operands}] {attributes}）：{problem}',
  'onnxruntime cannot be loaded: {?reason}': '无法加载 onnxruntime：{reason}',
  'onnxruntime has no WebGPU for {platform} on {arch}': 'onnxruntime 在 {platform}（{arch}）上没有 WebGPU',
  'it has one for Linux on x64, macOS on arm64, and Windows; elsewhere take the engine onednn or onnxruntime':
    '仅 Linux（x64）、macOS（arm64）和 Windows 有；其他系统请使用引擎 onednn 或 onnxruntime',
  "no GPU can be used: Vulkan's loader, {file}, is not installed": '无法使用 GPU：未安装 Vulkan 加载器 {file}',
  "install it with your GPU's driver (Debian, Ubuntu: apt install libvulkan1 mesa-vulkan-drivers, or NVIDIA's driver)":
    '请与 GPU 驱动一起安装（Debian、Ubuntu：apt install libvulkan1 mesa-vulkan-drivers，或 NVIDIA 的驱动）',
  'no GPU can be used: {?reason}': '无法使用 GPU：{reason}',
  'Vulkan knows none': 'Vulkan 没有找到任何 GPU',
  "install your GPU's driver, with Vulkan 1.1 or newer on Linux": '请安装 GPU 驱动（Linux 上需 Vulkan 1.1 或更新版本）',
  "install your GPU's driver, with Vulkan 1.1 or newer on Linux; googlenet doctor lists what it finds":
    '请安装 GPU 驱动（Linux 上需 Vulkan 1.1 或更新版本）；googlenet doctor 会列出找到的 GPU',
  '{-engine} has not answered for {#seconds} s: the driver of the GPU hangs':
    '{engine} 已 {seconds} 秒没有响应：GPU 驱动停止响应',
  'a training goes on from its last checkpoint (--resume), on the processor with --engine onnxruntime --allow-engine-change; look for a newer driver':
    '训练会从最近的检查点继续（--resume），加上 --engine onnxruntime --allow-engine-change 则在处理器上继续；请查找更新的驱动',
  '{*doing}: the GPU was lost': '{doing}：GPU 已丢失',
  'start again, and a training goes on from its last checkpoint (--resume); if it happens again, look for a newer driver':
    '请重新开始，训练会从最近的检查点继续（--resume）；若再次发生，请查找更新的驱动',
  '{*doing}: the GPU has not enough memory': '{doing}：GPU 内存不足',
  'take a smaller batch (--batch-size) or smaller images, or end what else uses the GPU':
    '请使用更小的批量（--batch-size）或更小的图像，或结束其他占用 GPU 的程序',
  '{-engine} refused {graph}': '{engine} 拒绝了 {graph}',
  '{-engine} failed to run {graph}': '{engine} 运行 {graph} 失败',
  '{-engine} failed to read {name}': '{engine} 读取 {name} 失败',
  '{-engine} failed to measure tensors': '{engine} 测量张量失败',
  '{-engine} failed to read {name}: {?reason}': '{engine} 读取 {name} 失败：{reason}',
  '{-engine} failed to measure tensors: {?reason}': '{engine} 测量张量失败：{reason}',
  "device is '{device}', but no GPU has that number or name": '设备为“{device}”，但没有 GPU 具有该编号或名称',
  "device is '{device}', but several GPUs have it in their names": '设备为“{device}”，但多个 GPU 的名称包含它',
  'googlenet doctor says what is missing': 'googlenet doctor 会说明缺少什么',
  '{name} cannot be chosen: {other} comes first here': '无法选择 {name}：这里排在首位的是 {other}',
  'leave only its driver to the program (VK_DRIVER_FILES), or hide the other GPU':
    '请只让程序看到它的驱动（VK_DRIVER_FILES），或隐藏另一个 GPU',
  "the system's settings say which GPU a program gets": '程序使用哪个 GPU 由系统设置决定',
  'this system has one GPU, which is number 0': '此系统只有一个 GPU，编号为 0',
  'leave --device out': '请去掉 --device',
  'this process computes on {name} already, and cannot change to another GPU':
    '此进程已在 {name} 上计算，无法换用其他 GPU',
  'open the engine with another device in another process': '请在另一个进程中用其他设备打开引擎',
  '{name} is a GPU in software, far slower than the engines of the processor: it is good for tests alone':
    '{name} 是软件实现的 GPU，远比处理器的引擎慢：只适合测试',
  '{-engine} refused {graph}: {?reason}': '{engine} 拒绝了 {graph}：{reason}',
  '{-engine} failed to run {graph}: {?reason}': '{engine} 运行 {graph} 失败：{reason}',
  'it has binaries for Linux with glibc and Windows, on x64 and arm64, and for macOS on arm64: install it again there; elsewhere take the engine wasm or onednn':
    '它有 x64 和 arm64 上 Linux（glibc）和 Windows 的二进制文件，以及 arm64 上 macOS 的：在这些系统上请重新安装；其他系统请使用引擎 wasm 或 onednn',
  'WebAssembly computes, slowly, as onnxruntime cannot be loaded (googlenet doctor says why); oneDNN is fast: {?hint}':
    '由于无法加载 onnxruntime（原因见 googlenet doctor），由 WebAssembly 计算，速度较慢；使用 oneDNN 则快：{hint}',
  "onnxruntime's WebAssembly cannot be loaded: {?reason}": '无法加载 onnxruntime 的 WebAssembly：{reason}',
  'WebAssembly has not enough memory for a step': 'WebAssembly 的内存不足以完成一步',
  'it has 4 GB at most: take a smaller batch (--batch-size), or smaller images':
    '它最多有 4 GB：请使用更小的批量（--batch-size）或更小的图像',
  'install googlenet again; in a checkout: npm run build': '请重新安装 googlenet；在源码目录中请运行 npm run build',
  '{engine} does not tell its primitives apart': '{engine} 无法区分各个原语',
  'add --engine onednn': '请加上 --engine onednn',
  '{graph}: {name}[{#index}] is {#label}, expected 0 to {#most}':
    '{graph}：{name}[{index}] 为 {label}，应为 0 到 {most}',

  'there is no home to unpack oneDNN into': '没有可供解包 oneDNN 的主目录',
  'set XDG_CACHE_HOME to a folder of yours': '请将 XDG_CACHE_HOME 设为您的某个文件夹',
  'there is no apt here to download oneDNN': '这里没有 apt，无法下载 oneDNN',
  'apt knows of no package with oneDNN': 'apt 中没有包含 oneDNN 的软件包',
  'apt-get update (as root) may bring it; or {*otherwise}':
    '以 root 身份运行 apt-get update 或许可以得到；或者：{otherwise}',
  'apt-get download {package} left no package': 'apt-get download {package} 没有得到软件包',
  '{package} has no library': '{package} 中没有库文件',
};
