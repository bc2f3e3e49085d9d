// An Inception block drawn as SVG: its four paths, each convolution with the channels that it gives. Pure, for the page
// and for scripts/docs/draw-block.mjs alike.

/**
 * The numbers of a block, named as in IncepBlock.
 * @typedef {{ inChannels: number, c1: number, c2: readonly [number, number], c3: readonly [number, number], c4: number }} Block
 */

const texts = {
  en: { input: 'input: ', pool: '3×3 max-pool', conv: 'conv', joined: 'joined: ' },
  zh: { input: '输入：', pool: '3×3 最大池化', conv: '卷积', joined: '拼接：' },
};
const colours = ['#4878a8', '#b5651d', '#3a7d44', '#8a4f9e'];
const [width, boxWidth, boxHeight] = [720, 156, 44];

/**
 * What each path is made of: windows, and channels that come out; a pool gives what it is given.
 * @param {Block} block
 * @returns {readonly (readonly { window: number, channels: number, isPool?: boolean }[])[]}
 */
export function pathsOf({ inChannels, c1, c2, c3, c4 }) {
  return [
    [{ window: 1, channels: c1 }],
    [
      { window: 1, channels: c2[0] },
      { window: 3, channels: c2[1] },
    ],
    [
      { window: 1, channels: c3[0] },
      { window: 5, channels: c3[1] },
    ],
    [
      { window: 3, channels: inChannels, isPool: true },
      { window: 1, channels: c4 },
    ],
  ];
}

/**
 * Parameters of the block, by path: window² · channels in · channels out, and a bias for each channel out.
 * @param {Block} block
 * @returns {readonly number[]}
 */
export function parametersOf(block) {
  return pathsOf(block).map((layers) => {
    let before = block.inChannels;
    let sum = 0;
    for (const { window, channels, isPool } of layers) {
      if (!isPool) sum += window * window * before * channels + channels;
      before = channels;
    }
    return sum;
  });
}

/**
 * @param {Block} block
 * @param {'en' | 'zh'} language
 * @returns {string} an SVG element
 */
export function drawBlock(block, language) {
  const say = texts[language];
  const paths = pathsOf(block);
  const outputs = paths.map((layers) => layers[layers.length - 1].channels);
  const total = outputs.reduce((sum, count) => sum + count, 0);
  const centreOf = (/** @type {number} */ path) => 90 + path * 180;
  const parts = [box(width / 2, 10, `${say.input}${block.inChannels}`, '#666')];
  let left = 12;
  for (const [path, layers] of paths.entries()) {
    const [centre, colour] = [centreOf(path), colours[path]];
    parts.push(line(width / 2, 10 + boxHeight, centre, 94, colour));
    for (const [index, { window, channels, isPool }] of layers.entries()) {
      const top = 94 + index * 74;
      if (index > 0) parts.push(line(centre, top - 30, centre, top, colour));
      parts.push(box(centre, top, isPool ? say.pool : `${window}×${window} ${say.conv} → ${channels}`, colour));
    }
    const share = ((width - 24) * outputs[path]) / total;
    parts.push(line(centre, 94 + (layers.length - 1) * 74 + boxHeight, left + share / 2, 252, colour));
    parts.push(`<rect x="${round(left)}" y="252" width="${round(share)}" height="30" fill="${colour}"/>`);
    if (share > 30) parts.push(text(left + share / 2, 272, String(outputs[path]), '#fff'));
    left += share;
  }
  parts.push(text(width / 2, 304, `${say.joined}${outputs.join(' + ')} = ${total}`, 'currentColor'));
  const label = `${block.inChannels} → ${outputs.join(' + ')} = ${total}`;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} 316" role="img" aria-label="${label}" ` +
    `font-family="sans-serif" font-size="14" color="#777">${parts.join('')}</svg>`
  );
}

function box(centre, top, words, colour) {
  return (
    `<rect x="${centre - boxWidth / 2}" y="${top}" width="${boxWidth}" height="${boxHeight}" rx="6" fill="${colour}"/>` +
    text(centre, top + boxHeight / 2 + 5, words, '#fff')
  );
}

function line(x1, y1, x2, y2, colour) {
  const middle = (y1 + y2) / 2;
  const path = `M${round(x1)} ${y1}C${round(x1)} ${middle} ${round(x2)} ${middle} ${round(x2)} ${y2}`;
  return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`;
}

function text(x, y, words, fill) {
  return `<text x="${round(x)}" y="${y}" text-anchor="middle" fill="${fill}">${words}</text>`;
}

function round(value) {
  return Math.round(value * 10) / 10;
}
