// What the colours stand for: the measure, its legend, and for times the profile they come from.
import { useSignal } from '@preact/signals';
import type { MeasuredProfile } from '../../../src/studio/protocol.ts';
import { asTyped } from '../connection/studio-facts.ts';
import { textsOf } from '../language/language.ts';
import { Command } from '../shell/command.tsx';
import { isOfThisNetwork, type MeasuredTime } from './measured-time.ts';
import { type NetworkTexts, networkTexts } from './network-texts.ts';
import { printMilliseconds } from './number-format.ts';
import { type MeasureName, measureNames } from './part-measures.ts';
import { readProfile } from './read-profile.ts';
import { printShare, stepBounds, stepName } from './share-scale.ts';

interface ChoiceProps {
  readonly measure: MeasureName;
  readonly onMeasure: (measure: MeasureName) => void;
  readonly profiles: readonly MeasuredProfile[];
  readonly profile: MeasuredProfile | null;
  readonly time: MeasuredTime | null;
  readonly onProfile: (profile: MeasuredProfile) => void;
}

const modulesShown = 5;
const command = 'googlenet bench --engine onednn --profile --json > runs/profile.json';

export function ColourChoice(props: ChoiceProps) {
  const { measure, onMeasure } = props;
  const texts = textsOf(networkTexts);
  return (
    <section class="network-colours">
      <fieldset>
        <legend>{texts.colourBy}</legend>
        {measureNames.map((name) => (
          <button key={name} type="button" aria-pressed={name === measure} onClick={() => onMeasure(name)}>
            {texts.measures[name]}
          </button>
        ))}
      </fieldset>
      {measure === 'time' && <ProfileChoice {...props} />}
      <figure class="network-legend">
        <figcaption>{texts.legend[measure]}</figcaption>
        <ol>
          {stepBounds.map((_, step) => (
            <li key={stepName(step)} class={`tint-${step}`}>
              {stepName(step)}
            </li>
          ))}
        </ol>
      </figure>
    </section>
  );
}

function ProfileChoice({ profiles, profile, time, onProfile }: ChoiceProps) {
  const texts = textsOf(networkTexts);
  const refused = useSignal<string | null>(null);
  const open = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (file === undefined) return;
    const read = readProfile(file.name, await file.text());
    refused.value = read === null ? file.name : null;
    if (read !== null) onProfile(read);
    input.value = '';
  };
  return (
    <div class="network-profile">
      {profiles.length === 0 ? (
        <>
          <p>{texts.noProfile}</p>
          <Command line={command} />
        </>
      ) : (
        <label>
          {texts.profile}{' '}
          <select
            value={String(profiles.indexOf(profile ?? profiles[0]!))}
            onChange={({ currentTarget }) => {
              const chosen = profiles[Number(currentTarget.value)];
              if (chosen !== undefined) onProfile(chosen);
            }}
          >
            {profiles.map((entry, index) => (
              <option key={entry.name} value={index}>
                {`${entry.name} (${texts.profileOf(entry.engine, entry.mode)})`}
              </option>
            ))}
          </select>
        </label>
      )}
      <label class="network-file">
        <input type="file" accept=".json,application/json" onChange={({ currentTarget }) => open(currentTarget)} />
        <span>{texts.openFile}</span>
      </label>
      {refused.value !== null && <p role="alert">{asTyped(texts.notAProfile(refused.value))}</p>}
      {time !== null && <p class="network-remark">{remarkOn(time, texts)}</p>}
    </div>
  );
}

function remarkOn(time: MeasuredTime, texts: NetworkTexts): string {
  const { milliseconds, modules } = time.elsewhere;
  const share = printShare(time.milliseconds === 0 ? 0 : milliseconds / time.milliseconds);
  if (!isOfThisNetwork(time)) return texts.otherNetwork(share);
  const all = texts.allMeasured(printMilliseconds(time.milliseconds));
  if (modules.length === 0) return all;
  const names = modules.slice(0, modulesShown).join(', ') + (modules.length > modulesShown ? ', …' : '');
  const elsewhere = texts.elsewhere({ milliseconds: printMilliseconds(milliseconds), share, modules: names });
  return all + texts.betweenSentences + elsewhere;
}
