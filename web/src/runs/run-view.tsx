// One run, live: where it stands, its course, and what else its folder tells.
import { followedRun, runs, useFollowedRuns } from '../connection/connection.ts';
import type { FollowedRun } from '../connection/followed-runs.ts';
import { noMetrics } from '../connection/run-metrics.ts';
import { language, textsOf } from '../language/language.ts';
import { printAgo, printMoment, printPercent } from '../language/numbers.ts';
import { useTitle } from '../shell/title.ts';
import { comparisonAddress } from './addresses.ts';
import { RunChanges } from './changes/run-changes.tsx';
import { currentTime } from './current-time.ts';
import { RunDetailsView } from './details/run-details-view.tsx';
import { EpochTable } from './epoch-table.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { RunCharts } from './run-charts.tsx';
import { runTexts } from './run-texts.ts';
import { RunTiles } from './run-tiles.tsx';
import { isOwn, isWithoutTraining } from './status.ts';
import { StatusSign } from './status-sign.tsx';
import './run-list.css';
import './run.css';

export function RunView({ id }: { readonly id: string }) {
  const texts = textsOf(runTexts);
  useFollowedRuns([id]);
  useTitle(id);
  const run = followedRun(id);
  const isKnown = run !== undefined && (run.overview !== null || run.metrics !== null);
  return (
    <>
      <p class="way-back">
        <a href="/">← {texts.back}</a>
      </p>
      {isKnown ? (
        <KnownRun id={id} run={run} />
      ) : (
        <>
          <h1>{id}</h1>
          <p class="empty">{run?.isGone || runs.value !== null ? texts.unknownRun : texts.listening}</p>
        </>
      )}
    </>
  );
}

function KnownRun({ id, run }: { readonly id: string; readonly run: FollowedRun }) {
  const texts = textsOf(runTexts);
  const { overview, isGone } = run;
  const metrics = run.metrics ?? noMetrics;
  const fault = overview?.fault ?? overview?.message ?? null;
  const isBad = overview !== null && ['diverged', 'failed', 'unreadable'].includes(overview.status);
  return (
    <div class="live">
      <div class="run-head">
        <h1>{id}</h1>
        {overview !== null && <StatusSign status={overview.status} />}
        <p class="run-facts">
          {overview?.model && <span>{overview.model}</span>}
          {overview?.dataset && (
            <span class="run-dataset" title={overview.dataset}>
              {overview.dataset}
            </span>
          )}
          {overview?.engine && <span>{overview.engine}</span>}
          {overview?.started && (
            <time dateTime={overview.started} title={printMoment(overview.started, language.value)}>
              {texts.started(printAgo(overview.started, currentTime.value, language.value))}
            </time>
          )}
          {(overview === null || isOwn(overview)) && <a href={comparisonAddress([id])}>{texts.compare}</a>}
        </p>
      </div>
      {overview !== null && !isGone && isOwn(overview) && <RunChanges {...overview} />}
      {overview?.status === 'running' && <ProgressBar progress={overview.progress} label={texts.progress} />}
      {isGone && (
        <p class="note note-warning" role="status">
          {texts.gone}
        </p>
      )}
      {fault !== null && <p class={`note ${isBad ? 'note-bad' : ''}`}>{fault}</p>}
      {metrics.shareRead < 1 && (
        <p class="note" role="status">
          {texts.stillReading(printPercent(metrics.shareRead, 0))}
        </p>
      )}
      {overview !== null && isWithoutTraining(overview) ? (
        <p class="note">{texts[overview.status]}</p>
      ) : (
        <>
          <RunTiles overview={overview} metrics={metrics} />
          <RunCharts
            metrics={metrics}
            progress={overview?.progress ?? null}
            isTutorials={overview?.isTutorials ?? false}
          />
          <EpochTable epochs={metrics.epochs} />
        </>
      )}
      {metrics.unreadableLines > 0 && <p class="note note-warning">{texts.unreadableLines(metrics.unreadableLines)}</p>}
      <RunDetailsView id={id} overview={overview} isGone={isGone} />
    </div>
  );
}
