// Several runs in one chart for each measure, their numbers, and the options in which they differ.
import { followedRun, runs, useFollowedRuns } from '../../connection/connection.ts';
import { noMetrics } from '../../connection/run-metrics.ts';
import { textsOf } from '../../language/language.ts';
import { address, go } from '../../shell/address.ts';
import { useTitle } from '../../shell/title.ts';
import { comparedRuns, comparisonAddress } from '../addresses.ts';
import { runTexts } from '../run-texts.ts';
import { TutorialSwitch } from '../tutorial-switch.tsx';
import { type ComparedRun, hasTutorials } from './compared-run.ts';
import { ComparisonCharts } from './comparison-charts.tsx';
import { AccuracyTable, DifferenceTable, ResultTable } from './comparison-tables.tsx';
import { comparisonTexts } from './comparison-texts.ts';
import { RunChoice } from './run-choice.tsx';
import { runLooks } from './run-looks.ts';
import '../run-list.css';
import '../run.css';
import './comparison.css';

export function ComparisonView() {
  const texts = textsOf(comparisonTexts);
  const ids = comparedRuns(address.value);
  useFollowedRuns(ids);
  useTitle(texts.title);
  const compared = ids.map((id, index): ComparedRun => {
    const run = followedRun(id);
    return {
      id,
      look: runLooks[index],
      overview: run?.overview ?? null,
      metrics: run?.metrics ?? noMetrics,
      isGone: run?.isGone ?? false,
    };
  });
  const choose = (chosen: readonly string[]) => go(comparisonAddress(chosen), { replace: true });
  return (
    <div class="live">
      <p class="way-back">
        <a href="/">← {textsOf(runTexts).back}</a>
      </p>
      <div class="section-head comparison-head">
        <h1>{texts.title}</h1>
        {hasTutorials(compared) && <TutorialSwitch />}
      </div>
      <RunChoice compared={compared} runs={runs.value ?? []} onChoose={choose} />
      {ids.length === 0 ? (
        <p class="empty">{texts.nothing}</p>
      ) : (
        <>
          <ComparisonCharts compared={compared} />
          <AccuracyTable compared={compared} />
          <ResultTable compared={compared} />
          {ids.length > 1 && <DifferenceTable compared={compared} />}
        </>
      )}
    </div>
  );
}
