// Fashion-MNIST as a row of the table of datasets. Its validation part is split off the training images.
import { DataError } from '../../errors/data-error.ts';
import type { Part } from '../../metrics/metric-table.ts';
import type { DataChoice, DataHost, DataRequest, OpenedData } from '../dataset-table.ts';
import { splitLabels, validationCount } from '../split-labels.ts';
import { subsetOf } from '../subset.ts';
import { fashionMnist } from './fashion-mnist.ts';
import { type FashionMnistSplit, fashionMnistClasses, fashionMnistForm, imagesOf } from './files.ts';

const title = 'Fashion-MNIST';

export async function openFashionMnist(
  choice: DataChoice,
  { valSplit = 0, seed }: DataRequest,
  { loadFashionMnist = fashionMnist, cacheDirectory, proxy, onDownload }: DataHost,
): Promise<OpenedData> {
  const classes = fashionMnistClasses.length;
  const load = (split: FashionMnistSplit, limit: number | undefined) =>
    loadFashionMnist({
      split,
      ...(limit === undefined || limit >= imagesOf(split) ? {} : { limit }),
      ...(cacheDirectory === undefined ? {} : { cacheDirectory }),
      ...(proxy === undefined ? {} : { proxy }),
      ...(onDownload === undefined ? {} : { onProgress: onDownload }),
    });
  const loadPart = async (part: Part, limit?: number) => {
    if (part === 'test') return load('test', limit);
    if (valSplit === 0 && part === 'train') return load('train', limit);
    if (valSplit === 0)
      throw new DataError(`${title} has no validation part`, { hint: 'split one off: --val-split 0.1' });
    const whole = await load('train', undefined);
    const { [part]: indices } = splitLabels(whole.labels, classes, valSplit, seed);
    return subsetOf(whole, indices.subarray(0, limit), `fashion-mnist/${part}`);
  };
  const validation = valSplit === 0 ? 0 : classes * validationCount(imagesOf('train') / classes, valSplit);
  return {
    choice,
    title,
    classNames: fashionMnistClasses,
    form: fashionMnistForm,
    counts: {
      train: imagesOf('train') - validation,
      ...(validation === 0 ? {} : { val: validation }),
      test: imagesOf('test'),
    },
    load: loadPart,
  };
}
