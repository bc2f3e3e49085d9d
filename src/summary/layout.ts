// The summary as text, byte for byte what torchinfo prints: column widths and tree lines; the sums are as styles.ts says.
// see: TylerYep/torchinfo, formatting.py and model_statistics.py
import { requireChoice } from '../errors/require-option.ts';
import type { Shape } from '../graph/shape.ts';
import { printCount } from '../metrics/print-count.ts';
import type { SummaryRow } from './rows.ts';
import { printFixed, type SummaryStyle, summaryStyleNames, summaryStyles } from './styles.ts';
import type { SummaryTotals } from './totals.ts';

/** A column of a summary. */
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

/** What `printSummary` takes besides the summary. */
export interface SummaryPrintOptions {
  /** Which version of torchinfo to print as: `'newest'` (default), or `'tutorial'` for 1.8.0, which the tutorial shows. */
  readonly style?: SummaryStyle;
  /** Columns of a terminal: a table that is wider is set closer, and its rules end there. Default: torchinfo's widths. */
  readonly terminalColumns?: number;
}

/**
 * The table and the totals, with a line end after the last line.
 * @throws OptionError for an unknown style
 */
export function printSummary(
  summary: ModelSummary,
  { style = 'newest', terminalColumns }: SummaryPrintOptions = {},
): string {
  requireChoice('printSummary: style', style, summaryStyleNames);
  const { multiplyAdds, size, parameterBytes } = summaryStyles[style];
  const { rows, totals, varNames } = summary;
  const parametersSize = parameterBytes(totals);
  const columns = summary.columns.map((name) => columnTable[name]);
  const title = `Layer (type${varNames ? ' (var_name)' : ''}:depth-idx)`;
  const table: readonly (readonly string[])[] = [
    [title, ...columns.map((column) => column.title)],
    ...rows.map((row) => [
      printIndent(row.depth) + printLayerName(row, varNames),
      ...columns.map((column) => column.print(row, totals)),
    ]),
  ];
  const nameWidth = Math.max(minimumNameWidth, Math.ceil(summary.longestName / indentWidth) * indentWidth);
  const usual = [nameWidth, ...columns.map(() => columnWidth)];
  const room = terminalColumns ?? Number.POSITIVE_INFINITY;
  const widths = printRows(table, usual).every((line) => line.length <= room) ? usual : closeWidths(table);
  const divider = '='.repeat(Math.min(nameWidth + columns.length * columnWidth, room));
  const [heading, ...layers] = printRows(table, widths);
  return [
    divider,
    heading,
    divider,
    ...layers,
    divider,
    `Total params: ${printCount(totals.parameters)}`,
    `Trainable params: ${printCount(totals.trainableParameters)}`,
    `Non-trainable params: ${printCount(totals.nonTrainableParameters)}`,
    `Total mult-adds${multiplyAdds(totals.multiplyAdds)}`,
    divider,
    `Input size${size(totals.inputBytes)}`,
    `Forward/backward pass size${size(totals.forwardBackwardBytes)}`,
    `Params size${size(parametersSize)}`,
    `Estimated Total Size${size(totals.inputBytes + totals.forwardBackwardBytes + parametersSize)}`,
    divider,
    '',
  ].join('\n');
}

function printRows(table: readonly (readonly string[])[], widths: readonly number[]): readonly string[] {
  return table.map((cells) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column]))
      .join(' ')
      .trimEnd(),
  );
}

/** The widest cell of each column, and a space more. */
function closeWidths(table: readonly (readonly string[])[]): readonly number[] {
  return table[0].map((_, column) => table.reduce((widest, cells) => Math.max(widest, cells[column].length), 0) + 1);
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
  return parameters !== 0 ? `${printFixed((parameters / totals.parameters) * 100)}%`.padStart(7) : `     ${none}`;
}

function printTrainable(isTrainable: boolean | 'partial' | null): string {
  if (isTrainable === null) return none;
  if (isTrainable === 'partial') return 'Partial';
  return isTrainable ? 'True' : 'False';
}
