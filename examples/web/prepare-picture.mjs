// A picture as the input of an exported network, by what the model's metadata say and nothing else. It needs no Node and no
// browser: both examples use it, and you may copy it. `preparation` in the metadata has the same steps in words.

/**
 * @param {Readonly<Record<string, string>>} metadata of the model
 * @param {{ data: Uint8Array | Uint8ClampedArray, width: number, height: number }} picture RGBA, upright, in sRGB
 * @returns {Float32Array} [channels, rows, columns]
 */
export function preparePicture(metadata, { data, width, height }) {
  requireKnown(metadata);
  const numbers = (key) => metadata[key].split(',').map(Number);
  const area = width * height;
  const alpha = Uint8Array.from({ length: area }, (_, at) => data[at * 4 + 3]);
  const planes =
    metadata.colours === 'grey' ? [greyOf(data, area)] : [0, 1, 2].map((channel) => planeOf(data, area, channel));
  const inverts = metadata.invert === 'light-ground' && hasLightGround(planes[0], alpha, height, width);
  const [background, mean, std] = [numbers('background'), numbers('mean'), numbers('std')];
  const size = Number(metadata.input_size);
  const input = new Float32Array(planes.length * size * size);
  for (const [channel, plane] of planes.entries()) {
    const behind = background[channel];
    const levels = plane.map((level, at) => {
      return Math.round(((inverts ? 255 - level : level) * alpha[at] + behind * (255 - alpha[at])) / 255);
    });
    const image = fitSquare(metadata, { levels, rows: height, columns: width }, behind);
    const { levels: prepared } = resize(image, size, size);
    const place = channel * size * size;
    for (let at = 0; at < size * size; at++) {
      input[place + at] = (prepared[at] / 255 - (mean[channel] ?? mean[0])) / (std[channel] ?? std[0]);
    }
  }
  return input;
}

/** A later version may prepare pictures in another way: then the answers would be wrong without anybody noticing. */
function requireKnown(metadata) {
  const known = {
    colours: ['grey', 'RGB'],
    fit: ['crop', 'pad', 'stretch'],
    invert: ['light-ground', 'never'],
    resize: ['bilinear-antialias'],
    scale: ['1/255'],
  };
  for (const [key, values] of Object.entries(known)) {
    if (!values.includes(metadata[key]))
      throw new Error(`the model's metadata say ${key} is ${metadata[key]}, expected ${values.join(' or ')}`);
  }
}

function planeOf(data, area, channel) {
  return Uint8Array.from({ length: area }, (_, at) => data[at * 4 + channel]);
}

/** ITU-R 601-2 in fixed point, as Pillow has it. */
function greyOf(data, area) {
  return Uint8Array.from({ length: area }, (_, pixel) => {
    const at = pixel * 4;
    return (19595 * data[at] + 38470 * data[at + 1] + 7471 * data[at + 2] + 32768) >> 16;
  });
}

/** Whether more than two thirds of the edge are light. */
function hasLightGround(grey, alpha, rows, columns) {
  const depth = Math.max(1, Math.floor(Math.max(rows, columns) / 64));
  let [edge, light] = [0, 0];
  for (let at = 0; at < grey.length; at++) {
    const [row, column] = [Math.floor(at / columns), at % columns];
    if (row >= depth && row < rows - depth && column >= depth && column < columns - depth) continue;
    edge++;
    if (grey[at] > 127 && alpha[at] > 127) light++;
  }
  return light / edge > 2 / 3;
}

function fitSquare(metadata, image, background) {
  const [rows, columns] = metadata.fit_size.split(',').map(Number);
  const hasItsSize = image.rows === rows && image.columns === columns;
  const kept = metadata.trim === 'true' && !hasItsSize ? trim(image, Number(metadata.trim_tolerance)) : image;
  if (metadata.fit === 'stretch') return resize(kept, rows, columns);
  const [height, width] = scaledSides(metadata, kept, rows, columns);
  const scaled = resize(kept, height, width);
  const isShorterSide = metadata.shorter_side !== undefined;
  const offset = (side, inner) => (isShorterSide ? halfToEven(side - inner) : Math.ceil((side - inner) / 2));
  return cut(scaled, offset(height, rows), offset(width, columns), rows, columns, background);
}

function scaledSides(metadata, image, rows, columns) {
  const shorterSide = Number(metadata.shorter_side);
  if (metadata.shorter_side !== undefined) {
    const shorter = Math.min(image.rows, image.columns);
    return [image.rows, image.columns].map((side) => Math.floor((shorterSide * side) / shorter));
  }
  const choose = metadata.fit === 'crop' ? Math.max : Math.min;
  const scale = choose(rows / image.rows, columns / image.columns);
  return [image.rows, image.columns].map((side) => Math.max(1, Math.round(side * scale)));
}

function halfToEven(whole) {
  return whole % 2 === 0 ? whole / 2 : 2 * Math.round(whole / 4);
}

/** Without the outer rows and columns in which no pixel differs from the upper left one by more than the tolerance. */
function trim(image, tolerance) {
  const { levels, rows, columns } = image;
  let [top, bottom, left, right] = [rows, -1, columns, -1];
  for (let at = 0; at < levels.length; at++) {
    if (Math.abs(levels[at] - levels[0]) <= tolerance) continue;
    const [row, column] = [Math.floor(at / columns), at % columns];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
    [left, right] = [Math.min(left, column), Math.max(right, column)];
  }
  return bottom < 0 ? image : cut(image, top, left, bottom - top + 1, right - left + 1, 0);
}

/** A part of an image; where it lies outside, the background shows. */
function cut({ levels, rows, columns }, top, left, height, width, background) {
  const part = new Uint8Array(height * width);
  for (let at = 0; at < part.length; at++) {
    const [row, column] = [top + Math.floor(at / width), left + (at % width)];
    const isInside = row >= 0 && row < rows && column >= 0 && column < columns;
    part[at] = isInside ? levels[row * columns + column] : background;
  }
  return { levels: part, rows: height, columns: width };
}

/** Pillow's BILINEAR: a triangle as wide as the scale, in fixed point, rounded to bytes after each of the two passes. */
function resize(image, rows, columns) {
  return turned(resizeRows(turned(resizeRows(image, columns)), rows));
}

function resizeRows({ levels, rows, columns }, length) {
  const scale = columns / length;
  const reach = Math.max(scale, 1);
  const resized = new Uint8Array(rows * length);
  for (let to = 0; to < length; to++) {
    const centre = (to + 0.5) * scale;
    const [first, end] = [Math.max(0, Math.floor(centre - reach)), Math.min(columns, Math.ceil(centre + reach))];
    const weights = [];
    for (let from = first; from < end; from++) weights.push(Math.max(0, 1 - Math.abs(from + 0.5 - centre) / reach));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const fixed = weights.map((weight) => Math.round((weight / total) * 2 ** 22));
    for (let row = 0; row < rows; row++) {
      let sum = 2 ** 21;
      for (const [index, weight] of fixed.entries()) sum += weight * levels[row * columns + first + index];
      resized[row * length + to] = sum >>> 22;
    }
  }
  return { levels: resized, rows, columns: length };
}

/** Rows become columns. */
function turned({ levels, rows, columns }) {
  const result = new Uint8Array(levels.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = levels[row * columns + column];
  }
  return { levels: result, rows: columns, columns: rows };
}
