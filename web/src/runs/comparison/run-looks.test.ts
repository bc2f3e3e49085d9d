// The colours of compared runs, as people with each kind of colour blindness see them.
// see: Machado, Oliveira, Fernandes (2009), severity 1; distances in Oklab.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runLooks } from './run-looks.ts';

type Triple = readonly [number, number, number];

const visions: Readonly<Record<string, readonly Triple[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

const css = readFileSync(new URL('comparison.css', import.meta.url), 'utf8');
const tokens = readFileSync(new URL('../../style/tokens.css', import.meta.url), 'utf8');

describe('the colours of compared runs', () => {
  for (const [name, scheme] of [
    ['light', 0],
    ['dark', 1],
  ] as const) {
    const colours = runLooks.map(({ colour }) => colourOf(css, colour, scheme));

    it.each(Object.keys(visions))(`are told apart, or have another dash (${name}, %s)`, (vision) => {
      const close = colours.flatMap((one, index) =>
        colours.slice(0, index).flatMap((other, before) => {
          const sameDash = String(runLooks[index].dash) === String(runLooks[before].dash);
          const far = distance(seen(one, visions[vision]), seen(other, visions[vision]));
          return sameDash && far < 0.08 ? [`${before + 1} and ${index + 1}: ${far.toFixed(3)}`] : [];
        }),
      );
      expect(close).toEqual([]);
    });

    it(`stand out from the card (${name})`, () => {
      const card = colourOf(tokens, '--card', scheme);
      for (const colour of colours) expect(contrast(colour, card)).toBeGreaterThanOrEqual(3);
    });
  }
});

/** Linear light. */
function colourOf(text: string, token: string, scheme: 0 | 1): Triple {
  const found = new RegExp(`${token}: light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)`).exec(text);
  const hex = found?.[1 + scheme];
  if (hex === undefined) throw new Error(`no ${token}`);
  const channel = (start: number) => {
    const part = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return [channel(0), channel(2), channel(4)];
}

function seen(colour: Triple, vision: readonly Triple[]): Triple {
  const row = (index: number) => Math.max(0, dot(vision[index], colour));
  return [row(0), row(1), row(2)];
}

function distance(one: Triple, other: Triple): number {
  const [left, right] = [oklab(one), oklab(other)];
  return Math.hypot(left[0] - right[0], left[1] - right[1], left[2] - right[2]);
}

function oklab(colour: Triple): Triple {
  const cones: Triple = [
    Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], colour)),
    Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], colour)),
    Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], colour)),
  ];
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], cones),
    dot([1.9779984951, -2.428592205, 0.4505937099], cones),
    dot([0.0259040371, 0.7827717662, -0.808675766], cones),
  ];
}

function contrast(one: Triple, other: Triple): number {
  const [low, high] = [one, other].map((colour) => dot([0.2126, 0.7152, 0.0722], colour)).sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function dot(left: Triple, right: Triple): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}
