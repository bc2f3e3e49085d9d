// Plain data of Python's standard library, numpy and torch, which a pickle makes by naming a class. No class is there to be
// called: each name says here what of its arguments is kept as data, and everything else of it is forgotten.
import { PickleDict, PickleGlobal, PickleList, PickleTuple, type PickleValue, PlainObject } from './pickle-values.ts';

/** Undefined for arguments with which Python does not save it. */
type Make = (args: readonly PickleValue[]) => PickleValue | undefined;

const emptyDict: Make = (args) => (args.length === 0 ? new PickleDict() : undefined);

const counter: Make = ([counts = new PickleDict()]) => (counts instanceof PickleDict ? counts : undefined);

const defaultDict: Make = ([factory = null]) =>
  factory === null || factory instanceof PickleGlobal ? new PickleDict() : undefined;

const list: Make = ([items = new PickleList()]) => {
  if (items instanceof PickleList) return items;
  return items instanceof PickleTuple ? new PickleList(items.items) : undefined;
};

/** What values defaultdict begins with: a name that nobody calls. */
const named: Make = () => undefined;

const made: Readonly<Record<string, Make>> = {
  'collections.OrderedDict': emptyDict,
  'collections.Counter': counter,
  'collections.defaultdict': defaultDict,
  'collections.deque': list,
  'torch.Size': list,
};

const ofBuiltins: Readonly<Record<string, Make>> = {
  set: list,
  frozenset: list,
  ...Object.fromEntries(['int', 'float', 'str', 'bool', 'list', 'dict', 'tuple'].map((name) => [name, named])),
};

/** Nothing of these is kept but that they were there. */
const opaque = [
  ...['date', 'datetime', 'time', 'timedelta', 'timezone'].map((name) => `datetime.${name}`),
  // Python 3.13 has the classes of paths in a module of their own.
  ...['pathlib', 'pathlib._local'].flatMap((module) =>
    ['PosixPath', 'WindowsPath', 'PurePosixPath', 'PureWindowsPath'].map((name) => `${module}.${name}`),
  ),
  ...['argparse.Namespace', 'types.SimpleNamespace', 'decimal.Decimal', '_codecs.encode', 'torch.device'],
  ...['numpy.dtype', 'numpy.ndarray'],
  ...['numpy.core', 'numpy._core'].flatMap((core) =>
    ['scalar', '_reconstruct'].map((name) => `${core}.multiarray.${name}`),
  ),
];
const opaqueBuiltins = ['bytes', 'bytearray', 'complex', 'range', 'xrange', 'slice'];

/** Both names of one module, of Python 2, which torch.save's protocol still writes, and of Python 3. */
const builtins = ['__builtin__', 'builtins'];

const plainData: ReadonlyMap<string, Make> = new Map([
  ...Object.entries(made),
  ...opaque.map((name) => [name, opaqueObject(name)] as const),
  ...builtins.flatMap((module) => [
    ...Object.entries(ofBuiltins).map(([name, make]) => [`${module}.${name}`, make] as const),
    ...opaqueBuiltins.map((name) => [`${module}.${name}`, opaqueObject(name)] as const),
  ]),
]);

function opaqueObject(name: string): Make {
  return () => new PlainObject(name);
}

export function isPlainData(globalName: string): boolean {
  return plainData.has(globalName);
}

/** @returns undefined for arguments that make no sense */
export function makePlainData(globalName: string, args: readonly PickleValue[]): PickleValue | undefined {
  return plainData.get(globalName)?.(args);
}
