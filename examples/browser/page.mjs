// The page's side: takes pictures, hands their pixels to the worker that trains, and shows what it says.

const side = 48;
const find = (id) => document.getElementById(id);
const worker = new Worker(new URL('./worker.mjs', import.meta.url), { type: 'module' });
const kinds = [...document.querySelectorAll('.classes .zone')].map((zone) => ({ zone, pictures: [] }));

for (const zone of document.querySelectorAll('.zone')) {
  const take = async (files) => {
    if (zone.id === 'new') zone.querySelector('.pictures').replaceChildren();
    for (const file of files) use(zone, await pixelsOf(file, zone.querySelector('.pictures')));
  };
  zone.addEventListener('dragover', (event) => event.preventDefault());
  zone.addEventListener('drop', (event) => {
    event.preventDefault();
    take(event.dataTransfer.files);
  });
  zone.querySelector('.files').addEventListener('change', (event) => take(event.target.files));
}

function use(zone, pixels) {
  const kind = kinds.find((each) => each.zone === zone);
  if (kind === undefined) worker.postMessage({ kind: 'classify', pixels });
  else kind.pictures.push(pixels);
}

/** The picture's middle, [3, side, side]: one plane of red, one of green, one of blue. */
async function pixelsOf(file, gallery) {
  const picture = await createImageBitmap(file);
  const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const scale = side / Math.min(picture.width, picture.height);
  const [width, height] = [scale * picture.width, scale * picture.height];
  context.drawImage(picture, (side - width) / 2, (side - height) / 2, width, height);
  gallery.append(canvas);
  const { data } = context.getImageData(0, 0, side, side);
  return Uint8Array.from(
    { length: 3 * side * side },
    (_, at) => data[(at % side ** 2) * 4 + Math.floor(at / side ** 2)],
  );
}

find('train').addEventListener('click', () => {
  const classNames = kinds.map(({ zone }) => zone.querySelector('.name').value);
  worker.postMessage({ kind: 'train', side, classNames, pictures: kinds.map(({ pictures }) => pictures) });
});

worker.addEventListener('message', ({ data }) => {
  if (data.progress !== undefined) find('progress').value = data.progress;
  find(data.answer === undefined ? 'status' : 'answer').textContent = data.answer ?? data.status;
});
