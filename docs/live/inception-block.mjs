// <inception-block>: the block of the tutorial with numbers that the reader changes. Where scripts are off, what stands
// inside the element is shown: a picture.
import { drawBlock, parametersOf } from './block-drawing.mjs';

const texts = {
  en: { inChannels: 'channels in', parameters: ' parameters · by path: ' },
  zh: { inChannels: '输入通道', parameters: ' 个参数 · 各条通路：' },
};
/** Names as in IncepBlock, with the numbers of the network's first block. */
const fields = { inChannels: 192, c1: 64, 'c2[0]': 96, 'c2[1]': 128, 'c3[0]': 16, 'c3[1]': 32, c4: 32 };

class InceptionBlock extends HTMLElement {
  #language = document.documentElement.lang.startsWith('zh') ? 'zh' : 'en';
  #values = { ...fields };
  #drawing = document.createElement('div');
  #sum = document.createElement('p');

  connectedCallback() {
    const inputs = Object.entries(fields).map(([name, value]) => this.#input(name, value));
    const row = document.createElement('p');
    row.className = 'inception-inputs';
    row.append(...inputs);
    this.#sum.setAttribute('aria-live', 'polite');
    this.replaceChildren(row, this.#drawing, this.#sum);
    this.#draw();
  }

  #input(name, value) {
    const label = document.createElement('label');
    const input = document.createElement('input');
    Object.assign(input, { type: 'number', min: 1, max: 2048, value, name });
    input.addEventListener('input', () => {
      if (!input.checkValidity() || input.value === '') return;
      this.#values[name] = Math.round(Number(input.value));
      this.#draw();
    });
    label.append(name === 'inChannels' ? texts[this.#language].inChannels : name, ' ', input);
    return label;
  }

  #draw() {
    const { inChannels, c1, c4 } = this.#values;
    const [c2, c3] = ['c2', 'c3'].map((name) => [this.#values[`${name}[0]`], this.#values[`${name}[1]`]]);
    const block = { inChannels, c1, c2, c3, c4 };
    const counts = parametersOf(block);
    const { parameters } = texts[this.#language];
    const print = (/** @type {number} */ count) => count.toLocaleString('en');
    const total = counts.reduce((sum, count) => sum + count, 0);
    this.#drawing.innerHTML = drawBlock(block, this.#language);
    this.#sum.textContent = `${print(total)}${parameters}${counts.map(print).join(' + ')}`;
  }
}

customElements.define('inception-block', InceptionBlock);
