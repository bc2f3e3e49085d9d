// What a block is for, in three sentences where it is Inception's.
import { textsOf } from '../language/language.ts';
import { networkTexts } from './network-texts.ts';

export function BlockCaption({ className }: { readonly className: string }) {
  const texts = textsOf(networkTexts);
  if (className !== 'IncepBlock') return <p class="network-caption">{texts.otherBlock}</p>;
  return (
    <div class="network-caption">
      <h3>{texts.inceptionTitle}</h3>
      {texts.inception.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </div>
  );
}
