// What Fashion-MNIST's classes are called, in the order of their labels. Files, and what programs read, have the English names.
import { translated } from '../../metrics/languages.ts';

export const fashionMnistClassNames = translated<readonly string[]>({
  en: ['T-shirt/top', 'Trouser', 'Pullover', 'Dress', 'Coat', 'Sandal', 'Shirt', 'Sneaker', 'Bag', 'Ankle boot'],
  zh: ['T恤', '裤子', '套衫', '连衣裙', '外套', '凉鞋', '衬衫', '运动鞋', '包', '短靴'],
});
