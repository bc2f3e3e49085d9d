// What a pickle may hold here: plain data, and objects that the reader of a format makes by itself.

export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PickleList
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | PickleObject;

export class PickleList {
  readonly items: PickleValue[];

  constructor(items: readonly PickleValue[] = []) {
    this.items = [...items];
  }
}

export class PickleTuple {
  readonly items: readonly PickleValue[];

  constructor(items: readonly PickleValue[]) {
    this.items = items;
  }
}

/** A dict, an OrderedDict, a Counter or a defaultdict: all keep their order. */
export class PickleDict {
  readonly entries = new Map<PickleValue, PickleValue>();
}

/** The name of something in Python, e.g. `collections.OrderedDict`. */
export class PickleGlobal {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Made here, not by the pickle. */
export abstract class PickleObject {
  /** For errors, e.g. `a tensor`. */
  abstract readonly what: string;
}

/** Plain data of which nothing is kept but the name of its class, e.g. `datetime.datetime`. */
export class PlainObject extends PickleObject {
  readonly what: string;

  constructor(what: string) {
    super();
    this.what = what;
  }
}

/** What a file holds, and what to call its place in errors. */
export interface PickleRoot {
  readonly root: PickleValue;
  readonly where: string;
}

/** For errors, e.g. `a dict`. */
export function describePickleValue(value: PickleValue): string {
  if (value === null) return 'None';
  if (value instanceof PickleList) return 'a list';
  if (value instanceof PickleTuple) return 'a tuple';
  if (value instanceof PickleDict) return 'a dict';
  if (value instanceof PickleGlobal) return value.name;
  if (value instanceof PickleObject) return value.what;
  return typeof value === 'string' ? 'a string' : typeof value === 'boolean' ? 'a bool' : 'a number';
}
