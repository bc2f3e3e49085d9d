// The switch between English and Chinese.
import { chooseLanguage, language, languages, textsOf } from '../language/language.ts';
import { shellTexts } from './shell-texts.ts';

const names = { en: 'English', zh: '中文' } as const;

export function LanguageChoice() {
  const texts = textsOf(shellTexts);
  return (
    <select
      class="language-choice"
      aria-label={texts.language}
      value={language.value}
      onChange={({ currentTarget }) => {
        const chosen = languages.find((name) => name === currentTarget.value);
        if (chosen !== undefined) chooseLanguage(chosen);
      }}
    >
      {languages.map((name) => (
        <option key={name} value={name} lang={name}>
          {names[name]}
        </option>
      ))}
    </select>
  );
}
