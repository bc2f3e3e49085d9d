// The summary as text, byte for byte what torchinfo prints: column widths, tree lines, units, number formats.
// see: TylerYep/torchinfo, formatting.py and model_statistics.py
import type { Shape } from '../graph/shape.ts';
import { printCount } from '../metrics/print-count.ts';
import type { SummaryRow } from './rows.ts';
import type { SummaryTotals } from './totals.ts';

export type SummaryColumn =
  | 'kernel_size'
  | 'groups'
  | 'input_size'
  | 'output_size'
  | 'num_params'
  | 'params_percent'
  | 'mult_adds'
  | 'trainable';

/** A model's summary as data; everything in it survives JSON. */
export interface ModelSummary {
  readonly inputShape: Shape;
  /** Layers below this depth have no row; their container speaks for them. */
  readonly depth: number;
  readonly columns: readonly SummaryColumn[];
  /** Names the property that holds each layer. */
  readonly varNames: boolean;
  /** In characters: the longest layer name with its indent, rows that are not shown included. */
  readonly longestName: number;
  readonly rows: readonly SummaryRow[];
  readonly totals: SummaryTotals;
}

interface Column {
  readonly title: string;
  readonly print: (row: SummaryRow, totals: SummaryTotals) => string;
}

const none = '--';
const columnWidth = 25;
const minimumNameWidth = 40;
const indentWidth = 5;
const prefixes = { T: 1e12, G: 1e9, M: 1e6, k: 1e3 } as const;

const columnTable: { readonly [Name in SummaryColumn]: Column } = {
  kernel_size: { title: 'Kernel Shape', print: ({ kernelSize }) => printSizes(kernelSize) },
  groups: { title: 'Groups', print: ({ groups }) => printSizes(groups) },
  input_size: { title: 'Input Shape', print: ({ inputShape }) => printSizes(inputShape) },
  output_size: { title: 'Output Shape', print: ({ outputShape }) => printSizes(outputShape) },
  num_params: { title: 'Param #', print: printParameters },
  params_percent: { title: 'Param %', print: printParametersPercent },
  mult_adds: {
    title: 'Mult-Adds',
    print: ({ multiplyAdds }) => (multiplyAdds === null ? none : printCount(multiplyAdds)),
  },
  trainable: { title: 'Trainable', print: ({ isTrainable }) => printTrainable(isTrainable) },
};

/** torchinfo's names of columns. */
export const summaryColumns: readonly string[] = Object.keys(columnTable);

export function isSummaryColumn(name: string): name is SummaryColumn {
  return Object.hasOwn(columnTable, name);
}

/** The table and the totals, with a line end after the last line. */
export function printSummary(summary: ModelSummary): string {
  const { rows, totals, varNames } = summary;
  const columns = summary.columns.map((name) => columnTable[name]);
  const nameWidth = Math.max(minimumNameWidth, Math.ceil(summary.longestName / indentWidth) * indentWidth);
  const divider = '='.repeat(nameWidth + columns.length * columnWidth);
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(nameWidth), ...cells.map((cell) => cell.padEnd(columnWidth))].join(' ').trimEnd();
  const title = `Layer (type${varNames ? ' (var_name)' : ''}:depth-idx)`;
  return [
    divider,
    line(
      title,
      columns.map((column) => column.title),
    ),
    divider,
    ...rows.map((row) =>
      line(
        printIndent(row.depth) + printLayerName(row, varNames),
        columns.map((column) => column.print(row, totals)),
      ),
    ),
    divider,
    `Total params: ${printCount(totals.parameters)}`,
    `Trainable params: ${printCount(totals.trainableParameters)}`,
    `Non-trainable params: ${printCount(totals.nonTrainableParameters)}`,
    `Total mult-adds${printQuantity(totals.multiplyAdds, '')}`,
    divider,
    `Input size${printQuantity(totals.inputBytes, 'B')}`,
    `Forward/backward pass size${printQuantity(totals.forwardBackwardBytes, 'B')}`,
    `Params size${printQuantity(totals.parameterBytes, 'B')}`,
    `Estimated Total Size${printQuantity(totals.totalBytes, 'B')}`,
    divider,
    '',
  ].join('\n');
}

/** Characters that the row's name takes in its column. */
export function nameLength(row: SummaryRow, varNames: boolean): number {
  return printLayerName(row, varNames).length + row.depth * indentWidth + 1;
}

/** E.g. `Conv2d (0): 2-1`. */
function printLayerName({ className, variableName, depth, depthIndex }: SummaryRow, varNames: boolean): string {
  return className + (varNames ? ` (${variableName})` : '') + (depth === 0 ? '' : `: ${depth}-${depthIndex}`);
}

function printIndent(depth: number): string {
  if (depth === 0) return '';
  return depth === 1 ? '├─' : `${'│    '.repeat(depth - 1)}└─`;
}

function printSizes(sizes: number | Shape | null): string {
  if (sizes === null) return none;
  return typeof sizes === 'number' ? String(sizes) : `[${sizes.join(', ')}]`;
}

function printParameters({ parameters, isRecursive, isTrainable }: SummaryRow): string {
  if (isTrainable === null) return none;
  if (isRecursive) return '(recursive)';
  return parameters > 0 ? printCount(parameters) : none;
}

/** Unlike the count, a layer without parameters that comes again is also marked. */
function printParametersPercent({ parameters, isRecursive }: SummaryRow, totals: SummaryTotals): string {
  if (isRecursive && totals.parameters > 0) return '(recursive)';
  return parameters !== 0 ? `${fixed((parameters / totals.parameters) * 100)}%`.padStart(7) : `     ${none}`;
}

function printTrainable(isTrainable: boolean | 'partial' | null): string {
  if (isTrainable === null) return none;
  if (isTrainable === 'partial') return 'Partial';
  return isTrainable ? 'True' : 'False';
}

/** E.g. ` (MB): 4.72`; below a thousand there is no unit, and whole numbers have no decimals. */
function printQuantity(quantity: number, unit: '' | 'B'): string {
  const prefix = (['T', 'G', 'M', 'k'] as const).find((name) => quantity >= prefixes[name]);
  if (prefix === undefined) return `: ${quantity}`;
  const scaled = quantity / prefixes[prefix];
  return ` (${prefix}${unit}): ${Number.isInteger(scaled) ? printCount(scaled) : fixed(scaled)}`;
}

/** Two decimals as Python rounds: exact halves, which toFixed rounds up, go to the even digit (1.125 → 1.12). */
function fixed(value: number): string {
  const hundredths = Math.floor(value * 100);
  const isHalf = Number.isInteger(value * 8) && value * 100 - hundredths === 0.5;
  const text = isHalf && hundredths % 2 === 0 ? (hundredths / 100).toFixed(2) : value.toFixed(2);
  const [whole, decimals] = text.split('.');
  return `${printCount(Number(whole))}.${decimals}`;
}
