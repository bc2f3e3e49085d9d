// What a block is for, in three sentences where it is Inception's.
import { textsOf } from '../language/language.ts';
import { type NetworkTexts, networkTexts } from './network-texts.ts';

const inceptionClass = 'IncepBlock';

export function captionTitle(className: string, texts: NetworkTexts): string {
  return className === inceptionClass ? texts.inceptionTitle : texts.blockTitle;
}

export function BlockCaption({ className }: { readonly className: string }) {
  const texts = textsOf(networkTexts);
  const sentences = className === inceptionClass ? texts.inception : [texts.otherBlock];
  return (
    <div class="network-caption">
      {sentences.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
