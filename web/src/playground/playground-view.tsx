// Weights of a run, tried in the browser: an image in, what the network takes it for, and how it comes to that.
import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { runs } from '../connection/connection.ts';
import { textsOf } from '../language/language.ts';
import { address } from '../shell/address.ts';
import { Command } from '../shell/command.tsx';
import { useTitle } from '../shell/title.ts';
import { AnswerPanel } from './answer-panel.tsx';
import { FeatureMapsSection } from './feature-maps-section.tsx';
import { OcclusionSection } from './occlusion-section.tsx';
import { PictureSource } from './picture-source.tsx';
import { type Playground, playground } from './playground.ts';
import { changeAddress, readAddress } from './playground-address.ts';
import { playgroundTexts } from './playground-texts.ts';
import { RunChoice } from './run-choice.tsx';
import './playground.css';

export function PlaygroundView() {
  const texts = textsOf(playgroundTexts);
  useTitle(texts.title);
  const chosen = readAddress(address.value);
  const known = runs.value;
  const candidates = known?.filter(({ hasWeights }) => hasWeights) ?? [];
  const first = candidates[0]?.id;
  useEffect(() => {
    if (chosen.run === null && first !== undefined) changeAddress({ run: first });
  }, [chosen.run, first]);
  return (
    <div class="playground">
      <h1>{texts.title}</h1>
      <p class="quiet">{texts.meaning}</p>
      {known === null && chosen.run === null && <p class="empty">{texts.listening}</p>}
      {known !== null && candidates.length === 0 && chosen.run === null && <NoWeights />}
      {chosen.run !== null && <Tried run={chosen.run} />}
    </div>
  );
}

function NoWeights() {
  const texts = textsOf(playgroundTexts);
  return (
    <div class="empty">
      <p>{texts.noWeights}</p>
      <p>{texts.toBegin}</p>
      <Command line="googlenet train --epochs 5" />
    </div>
  );
}

function Tried({ run }: { readonly run: string }) {
  const play = useSignal<Playground | null>(null);
  const chosen = readAddress(address.value);
  const { weights } = chosen;
  useEffect(() => {
    play.value ??= playground();
    void play.value.choose(run, weights);
  }, [play, run, weights]);
  const current = play.value;
  if (current === null) return null;
  const candidates = runs.value?.filter(({ hasWeights, id }) => hasWeights || id === run) ?? [];
  return (
    <>
      <RunChoice play={current} runs={candidates} chosen={chosen} />
      <div class="try-columns">
        <PictureSource play={current} run={run} image={chosen.image} />
        <AnswerPanel play={current} />
      </div>
      <FeatureMapsSection play={current} />
      <OcclusionSection play={current} />
    </>
  );
}
