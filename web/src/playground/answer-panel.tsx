// The image as the network gets it, and what it takes it for.
import { textsOf } from '../language/language.ts';
import { printPercent } from '../language/numbers.ts';
import { classNameOf } from './class-names.ts';
import { ImageCanvas } from './image-canvas.tsx';
import { type Answer, formOf, type ModelState, type Picture, type Playground } from './playground.ts';
import { playgroundTexts } from './playground-texts.ts';
import { rankClasses } from './rank-classes.ts';

const shownClasses = 5;

export function AnswerPanel({ play }: { readonly play: Playground }) {
  const texts = textsOf(playgroundTexts);
  const picture = play.picture.value;
  const model = play.model.value;
  const answer = play.answer.value;
  const form = formOf(model);
  const classNames = model.kind === 'ready' ? model.facts.classNames : [];
  return (
    <section class="card try-panel answer-panel" aria-label={texts.answer}>
      <div class="seen-part">
        <h2>{texts.seen}</h2>
        <ImageCanvas image={picture ?? undefined} class="seen-image" label={picture?.name ?? texts.nothingYet} />
        <p class="quiet seen-hint">{form === undefined ? '\u00a0' : texts.seenHint(form.rows, form.columns)}</p>
      </div>
      <div class="answer-part">
        <h2>{texts.answer}</h2>
        <AnswerBody picture={picture} model={model} answer={answer} classNames={classNames} />
        {play.fault.value !== null && <p class="failure-message">{play.fault.value}</p>}
      </div>
    </section>
  );
}

interface AnswerBodyProps {
  readonly picture: Picture | null;
  readonly model: ModelState;
  readonly answer: Answer | null;
  readonly classNames: readonly string[];
}

function AnswerBody({ picture, model, answer, classNames }: AnswerBodyProps) {
  const texts = textsOf(playgroundTexts);
  if (picture === null) return <p class="quiet">{texts.nothingYet}</p>;
  if (answer === null) return <p class="quiet">{model.kind === 'failed' ? '' : texts.waiting}</p>;
  const { probabilities, milliseconds } = answer;
  const ranked = rankClasses(model, answer).slice(0, shownClasses);
  if (ranked.length === 0) return <p class="failure-message">{texts.notNumbers}</p>;
  const { label } = answer.picture;
  return (
    <>
      <ol class="class-bars" data-testid="prediction" data-probabilities={JSON.stringify(probabilities)}>
        {ranked.map(({ probability, label: own, name }) => (
          <li key={own} data-label={own} class={own === label ? 'is-true' : ''}>
            <span class="bar-name" title={name}>
              {name}
            </span>
            <span class="bar-track" aria-hidden="true">
              <span class="bar-fill" style={{ width: `${probability * 100}%` }} />
            </span>
            <span class="bar-value">{printPercent(probability, 1)}</span>
          </li>
        ))}
      </ol>
      {label !== undefined && (
        <p class={ranked[0].label === label ? 'verdict is-right' : 'verdict is-wrong'} data-testid="true-label">
          <b class="verdict-name">{texts.trueLabel(classNameOf(classNames[label] ?? String(label)))}</b>
          <span>{ranked[0].label === label ? texts.right : texts.wrong}</span>
        </p>
      )}
      <p class="quiet took">{texts.took(milliseconds.toFixed(0))}</p>
      <p class="visually-hidden" role="status">
        {ranked[0].name}
      </p>
    </>
  );
}
