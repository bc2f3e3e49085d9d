// What the classes are called in the page's language. Datasets that it does not know keep their own names.
import { language } from '../language/language.ts';

const chinese: Readonly<Record<string, string>> = {
  'T-shirt/top': 'T恤',
  Trouser: '裤子',
  Pullover: '套衫',
  Dress: '连衣裙',
  Coat: '外套',
  Sandal: '凉鞋',
  Shirt: '衬衫',
  Sneaker: '运动鞋',
  Bag: '包',
  'Ankle boot': '短靴',
};

export function classNameOf(name: string): string {
  return language.value === 'zh' ? (chinese[name] ?? name) : name;
}
