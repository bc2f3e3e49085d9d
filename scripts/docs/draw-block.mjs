// Draws docs/block.svg and docs/zh/block.svg, the first Inception block: `node scripts/docs/draw-block.mjs`.
import { writeFileSync } from 'node:fs';
import { drawBlock } from '../../docs/live/block-drawing.mjs';
import { languages } from './pages.mjs';

const first = { inChannels: 192, c1: 64, c2: [96, 128], c3: [16, 32], c4: 32 };
for (const language of /** @type {const} */ (['en', 'zh'])) {
  const file = new URL(`../../${languages[language].folder}/block.svg`, import.meta.url);
  writeFileSync(file, `${drawBlock(/** @type {any} */ (first), language)}\n`);
}
