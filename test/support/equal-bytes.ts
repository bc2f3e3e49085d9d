// Typed arrays with the same bytes are equal at a glance. Element by element, as `toEqual` does it, a network's weights take a minute.
import { expect } from 'vitest';

const bytesOf = (view: ArrayBufferView) => Buffer.from(view.buffer, view.byteOffset, view.byteLength);

expect.addEqualityTesters([
  (a: unknown, b: unknown) => {
    if (!ArrayBuffer.isView(a) || !ArrayBuffer.isView(b) || a.constructor !== b.constructor) return undefined;
    // Where bytes differ, elements may still be equal: NaN has many forms.
    return bytesOf(a).equals(bytesOf(b)) ? true : undefined;
  },
]);
