// Python's pickle, restricted to data. A pickle is a program for a stack machine whose instructions can name any
// function in Python and call it; here names that the host does not know are refused as soon as they are read,
// instructions that only other uses need do not exist, and no value is ever walked recursively.
// see: CPython, Lib/pickletools.py, where each instruction is described
import { FormatError } from '../../errors/format-error.ts';
import type { PickleCursor } from './pickle-cursor.ts';
import {
  describePickleValue,
  PickleDict,
  PickleGlobal,
  PickleList,
  PickleTuple,
  type PickleValue,
  PlainObject,
} from './pickle-values.ts';
import { isPlainData, makePlainData } from './plain-data.ts';

/** What surrounds a pickle: the few names that it may refer to, and what they do. */
export interface PickleHost {
  readonly knows: (globalName: string) => boolean;
  /** What calling a known name gives. @throws FormatError for arguments that make no sense */
  readonly call: (globalName: string, args: readonly PickleValue[]) => PickleValue;
  /** What a persistent id stands for, e.g. a storage beside the pickle. */
  readonly load: (id: PickleValue) => PickleValue;
}

/** Instructions; ten thousand tensors take about 600,000. */
const longestProgram = 2_000_000;
const newestProtocol = 5;

/**
 * Runs the pickle at the cursor, which stands behind it afterwards.
 * @param where what to call it in errors, e.g. `model.pt: archive/data.pkl`
 * @throws FormatError for anything but plain data and what the host knows
 */
export function unpickle(cursor: PickleCursor, host: PickleHost, where: string): PickleValue {
  return new Machine(cursor, host, where).run();
}

type Instruction = (machine: Machine) => void;

class Machine {
  readonly cursor: PickleCursor;
  readonly #host: PickleHost;
  readonly #where: string;
  #stack: PickleValue[] = [];
  /** The stacks below the marks. */
  readonly #outer: PickleValue[][] = [];
  readonly #memo = new Map<number, PickleValue>();

  constructor(cursor: PickleCursor, host: PickleHost, where: string) {
    this.cursor = cursor;
    this.#host = host;
    this.#where = where;
  }

  run(): PickleValue {
    for (let count = 0; count < longestProgram; count++) {
      const code = this.cursor.byte();
      if (code === stop) return this.pop();
      const instruction = instructions.get(code);
      if (instruction === undefined)
        this.fail(`the pickle instruction 0x${code.toString(16).padStart(2, '0')} is not allowed`);
      instruction?.(this);
    }
    return this.fail(`the pickle has more than ${longestProgram} instructions`);
  }

  fail(problem: string): never {
    throw new FormatError(`${this.#where}: ${problem}`, {
      hint: 'save the weights alone: torch.save(model.state_dict(), file)',
    });
  }

  push(value: PickleValue): void {
    this.#stack.push(value);
  }

  /** Only that they were there. */
  pushBytes(length: number): void {
    this.cursor.skip(length);
    this.push(new PlainObject('bytes'));
  }

  pop(): PickleValue {
    const value = this.#stack.pop();
    return value === undefined ? this.fail('the pickle takes a value that is not there') : value;
  }

  mark(): void {
    this.#outer.push(this.#stack);
    this.#stack = [];
  }

  /** All values above the last mark. */
  popToMark(): readonly PickleValue[] {
    const values = this.#stack;
    this.#stack = this.#outer.pop() ?? this.fail('the pickle goes back to a mark that is not there');
    return values;
  }

  popTuple(length: number): PickleTuple {
    const items = Array.from({ length }, () => this.pop());
    return new PickleTuple(items.reverse());
  }

  append(values: readonly PickleValue[]): void {
    const list = this.#top();
    if (!(list instanceof PickleList)) this.fail(`the pickle appends to ${describePickleValue(list)}`);
    for (const value of values) list.items.push(value);
  }

  setItems(keysAndValues: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof PickleDict)) this.fail(`the pickle sets items of ${describePickleValue(dict)}`);
    if (keysAndValues.length % 2 !== 0) this.fail('the pickle sets a key without a value');
    for (let index = 0; index < keysAndValues.length; index += 2) {
      const key = keysAndValues[index];
      if (!canBeKey(key)) this.fail(`${describePickleValue(key)} is the key of a dict`);
      dict.entries.set(key, keysAndValues[index + 1]);
    }
  }

  remember(index = this.#memo.size): void {
    this.#memo.set(index, this.#top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    this.push(value === undefined ? this.fail('the pickle refers to a value that is not there') : value);
  }

  refer(module: PickleValue, name: PickleValue): void {
    if (typeof module !== 'string' || typeof name !== 'string')
      this.fail('the pickle refers to a name that is no text');
    const whole = `${module}.${name}`;
    if (!isPlainData(whole) && !this.#host.knows(whole)) {
      this.fail(`refers to ${whole}, which is not a tensor or plain data`);
    }
    this.push(new PickleGlobal(whole));
  }

  call(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof PickleGlobal) || !(args instanceof PickleTuple)) {
      this.fail(`the pickle calls ${describePickleValue(callee)}`);
    }
    this.push(isPlainData(callee.name) ? this.#plain(callee, args) : this.#host.call(callee.name, args.items));
  }

  /** As Python makes what has attributes alone: a Namespace. */
  make(): void {
    const args = this.pop();
    const owner = this.pop();
    if (!(owner instanceof PickleGlobal) || !(args instanceof PickleTuple) || !isPlainData(owner.name)) {
      this.fail(`the pickle makes an object of ${describePickleValue(owner)}`);
    }
    this.push(this.#plain(owner, args));
  }

  #plain({ name }: PickleGlobal, args: PickleTuple): PickleValue {
    return makePlainData(name, args.items) ?? this.fail(`${name} is called with what it is never saved with`);
  }

  /** A state_dict carries attributes beside its items (the modules' versions), which mean nothing here. */
  ignoreAttributes(): void {
    const attributes = this.pop();
    const owner = this.#top();
    if (owner instanceof PlainObject || (owner instanceof PickleDict && attributes instanceof PickleDict)) return;
    this.fail(`the pickle gives ${describePickleValue(owner)} attributes`);
  }

  load(): void {
    this.push(this.#host.load(this.pop()));
  }

  #top(): PickleValue {
    const value = this.#stack.at(-1);
    return value === undefined ? this.fail('the pickle takes a value that is not there') : value;
  }
}

const stop = code('.');

const instructions: ReadonlyMap<number, Instruction> = new Map<number, Instruction>([
  // The protocol, and frames, which are only for buffering.
  [0x80, ({ cursor }) => cursor.protocol(newestProtocol)],
  [0x95, ({ cursor }) => void cursor.size(8)],
  // Plain values.
  [code('N'), (machine) => machine.push(null)],
  [0x88, (machine) => machine.push(true)],
  [0x89, (machine) => machine.push(false)],
  [code('J'), (machine) => machine.push(machine.cursor.int32())],
  [code('K'), (machine) => machine.push(machine.cursor.size(1))],
  [code('M'), (machine) => machine.push(machine.cursor.size(2))],
  [0x8a, (machine) => machine.push(machine.cursor.long(machine.cursor.size(1)))],
  [code('G'), (machine) => machine.push(machine.cursor.double())],
  [0x8c, (machine) => machine.push(machine.cursor.text(machine.cursor.size(1)))],
  [code('X'), (machine) => machine.push(machine.cursor.text(machine.cursor.size(4)))],
  [0x8d, (machine) => machine.push(machine.cursor.text(machine.cursor.size(8)))],
  [code('C'), (machine) => machine.pushBytes(machine.cursor.size(1))],
  [code('B'), (machine) => machine.pushBytes(machine.cursor.size(4))],
  [0x8e, (machine) => machine.pushBytes(machine.cursor.size(8))],
  // Containers.
  [code('('), (machine) => machine.mark()],
  [code(']'), (machine) => machine.push(new PickleList())],
  [code('a'), (machine) => machine.append([machine.pop()])],
  [code('e'), (machine) => machine.append(machine.popToMark())],
  [code(')'), (machine) => machine.push(new PickleTuple([]))],
  [code('t'), (machine) => machine.push(new PickleTuple(machine.popToMark()))],
  [0x85, (machine) => machine.push(machine.popTuple(1))],
  [0x86, (machine) => machine.push(machine.popTuple(2))],
  [0x87, (machine) => machine.push(machine.popTuple(3))],
  [code('}'), (machine) => machine.push(new PickleDict())],
  [code('s'), (machine) => machine.setItems([...machine.popTuple(2).items])],
  [code('u'), (machine) => machine.setItems(machine.popToMark())],
  [0x8f, (machine) => machine.push(new PickleList())],
  [0x90, (machine) => machine.append(machine.popToMark())],
  [0x91, (machine) => machine.push(new PickleList(machine.popToMark()))],
  // Values that occur several times.
  [code('q'), (machine) => machine.remember(machine.cursor.size(1))],
  [code('r'), (machine) => machine.remember(machine.cursor.size(4))],
  [0x94, (machine) => machine.remember()],
  [code('h'), (machine) => machine.recall(machine.cursor.size(1))],
  [code('j'), (machine) => machine.recall(machine.cursor.size(4))],
  // Plain data, and what the host makes.
  [code('c'), (machine) => machine.refer(machine.cursor.line(), machine.cursor.line())],
  [0x93, (machine) => machine.refer(...pairOf(machine.popTuple(2)))],
  [code('R'), (machine) => machine.call()],
  [0x81, (machine) => machine.make()],
  [code('Q'), (machine) => machine.load()],
  [code('b'), (machine) => machine.ignoreAttributes()],
]);

/** Python's rule: what cannot change. */
function canBeKey(value: PickleValue): boolean {
  return typeof value !== 'object' || value === null || value instanceof PickleTuple || value instanceof PlainObject;
}

function code(letter: string): number {
  return letter.charCodeAt(0);
}

function pairOf({ items: [first, second] }: PickleTuple): [PickleValue, PickleValue] {
  return [first, second];
}
