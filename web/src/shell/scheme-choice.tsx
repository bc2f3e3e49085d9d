// The switch between light and dark.
import { textsOf } from '../language/language.ts';
import { scheme, schemes } from './colour-scheme.ts';
import { shellTexts } from './shell-texts.ts';

export function SchemeChoice() {
  const texts = textsOf(shellTexts);
  return (
    <select
      class="scheme-choice"
      aria-label={texts.colours}
      value={scheme.value}
      onChange={({ currentTarget }) => {
        const chosen = schemes.find((name) => name === currentTarget.value);
        if (chosen !== undefined) scheme.choose(chosen);
      }}
    >
      {schemes.map((name) => (
        <option key={name} value={name}>
          {texts.schemes[name]}
        </option>
      ))}
    </select>
  );
}
