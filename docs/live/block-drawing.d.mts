// Types of block-drawing.mjs, for tests.

export interface Block {
  readonly inChannels: number;
  readonly c1: number;
  readonly c2: readonly [number, number];
  readonly c3: readonly [number, number];
  readonly c4: number;
}

export function parametersOf(block: Block): readonly number[];
export function drawBlock(block: Block, language: 'en' | 'zh'): string;
