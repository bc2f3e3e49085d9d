// What is said while a run's report is made, in each language.
import type { Texts } from '../../metrics/languages.ts';
import { countOf, printCount } from '../../metrics/print-count.ts';

const english = {
  /** Its parts are loaded, and what it is made of. */
  preparing: 'preparing the report',
  testing: (weights: string, images: number) => `testing ${weights} on ${countOf(images, 'image')}, for the report`,
  testingStep: ({ step, steps }: { readonly step: number; readonly steps: number }) =>
    `testing for the report ${step}/${steps}`,
  drawing: 'drawing the plots and writing the report',
  /** After the first signal. */
  stopping: 'stopping; once more stops at once',
  /** The training is done; only its report is lacking. */
  lacking: (epochs: number) => `the training is complete after ${countOf(epochs, 'epoch')}; its report is not made yet`,
  stopped: (folder: string, program: string) =>
    `stopped before the report was made; make it with: ${program} report ${folder}`,
  /** The training is done, and its report was stopped. */
  trainedOnly: (folder: string, program: string) =>
    `the training is done and saved, its report is not made; make it with: ${program} report ${folder}`,
  stillTraining: (epochs: number) =>
    `this run is being trained: the report shows its ${countOf(epochs, 'complete epoch')} so far; the training makes its own at its end`,
  /** The training ended while its report was made. */
  again: 'the run went on meanwhile: making the report once more',
};

const chinese: typeof english = {
  preparing: '正在准备报告',
  testing: (weights, images) => `正在用 ${printCount(images)} 张图像测试 ${weights}，以生成报告`,
  testingStep: ({ step, steps }) => `为报告测试 ${step}/${steps}`,
  drawing: '正在绘图并写入报告',
  stopping: '正在停止；再次中断将立即退出',
  lacking: (epochs) => `全部 ${epochs} 轮已完成；报告尚未生成`,
  stopped: (folder, program) => `已在生成报告之前停止；生成报告：${program} report ${folder}`,
  trainedOnly: (folder, program) => `训练已完成并保存，报告尚未生成；生成报告：${program} report ${folder}`,
  stillTraining: (epochs) => `该训练仍在进行：报告只包含目前已完成的 ${epochs} 轮；训练结束时会生成自己的报告`,
  again: '该训练在此期间有了进展：重新生成报告',
};

export const reportTexts: Texts<typeof english> = { en: english, zh: chinese };
