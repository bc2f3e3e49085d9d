// A model's summary for one input shape: `console.log(printSummary(summarize(new GoogLeNet(), [1, 1, 96, 96])))`.
// The model is traced, not run, so it needs no weights and no engine.
import { Trace } from '../compile/trace.ts';
import { OptionError } from '../errors/option-error.ts';
import { requireShape, requireType, requireWhole } from '../errors/require-option.ts';
import type { Shape } from '../graph/shape.ts';
import { Module } from '../nn/module.ts';
import { isSummaryColumn, type ModelSummary, nameLength, type SummaryColumn, summaryColumns } from './layout.ts';
import { listLayers, summaryRow } from './rows.ts';
import { sumLayers } from './totals.ts';

export {
  type ModelSummary,
  printSummary,
  type SummaryColumn,
  type SummaryPrintOptions,
  summaryColumns,
} from './layout.ts';
export type { SummaryRow } from './rows.ts';
export { type SummaryStyle, summaryStyleNames } from './styles.ts';
export type { SummaryTotals } from './totals.ts';

/** What `summarize` takes besides the model. */
export interface SummaryOptions {
  /** Deepest level of modules to show; 0 is the model itself. Default 3. */
  readonly depth?: number;
  /** torchinfo's names of columns, in the order to show. Default `output_size`, `num_params`. */
  readonly columns?: readonly string[];
  /** Also names the property that holds each layer. Default false. */
  readonly varNames?: boolean;
}

/**
 * What torchinfo's `summary(model, input_size=inputShape)` knows, as data.
 * @param inputShape of the one float32 input, with the batch: [N, C, H, W]
 * @throws OptionError for an unknown column, a depth or an input shape that makes no sense
 * @throws ShapeError where the model does not fit the input
 * @example
 * ```ts
 * import { GoogLeNet, printSummary, summarize } from 'googlenet';
 * console.log(printSummary(summarize(new GoogLeNet(), [1, 1, 96, 96])));
 * ```
 */
export function summarize(model: Module, inputShape: Shape, options: SummaryOptions = {}): ModelSummary {
  const { depth = 3, varNames = false } = options;
  const columns = requireColumns(options.columns ?? ['output_size', 'num_params']);
  requireType('model', model, Module);
  requireWhole('summary: depth', depth, { least: 0, hint: 'the default is 3' });
  requireShape('summary: input shape', inputShape, { hint: 'give the batch size too, e.g. 1,1,96,96' });
  const trace = new Trace(new Map([['', model]]));
  model.call(trace.input('images', 'data', { shape: inputShape, dtype: 'float32' }));
  const layers = listLayers(model, trace.calls);
  const rows = layers.map((layer) => summaryRow(layer, layer.place.depth === depth));
  return {
    inputShape,
    depth,
    columns,
    varNames,
    longestName: Math.max(...rows.map((row) => nameLength(row, varNames))),
    rows: rows.filter((row) => row.depth <= depth),
    totals: sumLayers(layers, inputShape),
  };
}

function requireColumns(names: readonly string[]): readonly SummaryColumn[] {
  requireType('summary: columns', names, Array);
  const unknown = names.filter((name) => !isSummaryColumn(name));
  if (unknown.length > 0) {
    throw new OptionError(`summary: unknown column ${unknown.join(', ')}`, {
      hint: `use some of ${summaryColumns.join(', ')}`,
    });
  }
  return names.filter(isSummaryColumn);
}
