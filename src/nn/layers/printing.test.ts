// What layers print of themselves, against the lines that PyTorch 1.13 prints.
import { expect, it } from 'vitest';
import * as nn from '../index.ts';

const printed: readonly (readonly [nn.Module, string])[] = [
  [new nn.Conv2d(1, 6, 5), 'Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))'],
  [
    new nn.Conv2d(6, 8, 3, { padding: [1, 0], dilation: 2, groups: 2, bias: false }),
    'Conv2d(6, 8, kernel_size=(3, 3), stride=(1, 1), padding=(1, 0), dilation=(2, 2), groups=2, bias=False)',
  ],
  [
    new nn.Conv2d(32, 32, [3, 1], { stride: 2, dilation: [1, 2], groups: 32 }),
    'Conv2d(32, 32, kernel_size=(3, 1), stride=(2, 2), dilation=(1, 2), groups=32)',
  ],
  [new nn.MaxPool2d(3), 'MaxPool2d(kernel_size=3, stride=3, padding=0, dilation=1, ceil_mode=False)'],
  [
    new nn.MaxPool2d([3, 2], { stride: 2, padding: 1, ceilMode: true }),
    'MaxPool2d(kernel_size=(3, 2), stride=2, padding=1, dilation=1, ceil_mode=True)',
  ],
  [
    new nn.AvgPool2d(3, { padding: 1, ceilMode: true, countIncludePad: false }),
    'AvgPool2d(kernel_size=3, stride=3, padding=1)',
  ],
  [new nn.AdaptiveAvgPool2d(4), 'AdaptiveAvgPool2d(output_size=4)'],
  [new nn.AdaptiveAvgPool2d([2, 3]), 'AdaptiveAvgPool2d(output_size=(2, 3))'],
];

it.each(printed)('%s', (layer, expected) => {
  expect(String(layer)).toBe(expected);
});
