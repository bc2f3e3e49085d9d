// What a run's folder tells beside its curves. A part whose file is not there yet says so in one line.
import { useRef } from 'preact/hooks';
import type { RunDetails, RunOverview } from '../../../../src/studio/protocol.ts';
import { lostSince } from '../../connection/connection.ts';
import { asTyped } from '../../connection/studio-facts.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printValue } from '../../language/numbers.ts';
import { fileAddress } from '../addresses.ts';
import { isWithoutTraining } from '../status.ts';
import { pauseBeforeAskingAgain } from './ask-again.ts';
import { ClassTable } from './class-table.tsx';
import { ConfusionMatrix } from './confusion-matrix.tsx';
import { detailsTexts } from './details-texts.ts';
import { EnvironmentTables, OptionTable } from './fact-tables.tsx';
import { Mistakes } from './mistakes.tsx';
import { useRunDetails } from './run-details.ts';
import './details.css';

interface RunDetailsViewProps {
  readonly id: string;
  readonly overview: RunOverview | null;
  readonly isGone: boolean;
}

export function RunDetailsView({ id, overview, isGone }: RunDetailsViewProps) {
  const texts = textsOf(detailsTexts);
  // Weights come with epochs, everything else with the start and the end. Nobody answers while the server is lost.
  const occasion = `${overview?.status} ${overview?.updated} ${overview?.progress.epochsDone}`;
  const answered = useRef<string>(null);
  if (!isGone && lostSince.value === null) answered.current = occasion;
  const pauseAfter = (had: RunDetails) => pauseBeforeAskingAgain(had, overview, Date.now());
  const { details, fault } = useRunDetails(id, answered.current, pauseAfter).value;
  if (details === null) return <p class="quiet">{fault === null ? texts.loading : texts.failed(fault)}</p>;
  const isWithout = overview !== null && isWithoutTraining(overview);
  return (
    <>
      {(!isWithout || details.evaluation !== null) && (
        <Evaluation details={details} isUnderWay={overview?.status === 'running' || pauseAfter(details) !== null} />
      )}
      {!isWithout && (
        <div class="two-columns">
          <section>
            <h2>{texts.configuration}</h2>
            {details.config === null ? (
              <Absent details={details} file="config.json" />
            ) : (
              <OptionTable config={details.config} />
            )}
          </section>
          <section>
            <h2>{texts.environment}</h2>
            {details.environment === null ? (
              <Absent details={details} file="environment.json" />
            ) : (
              <EnvironmentTables environment={details.environment} />
            )}
          </section>
        </div>
      )}
      <p class="run-links">
        {overview?.hasWeights && <a href={`/playground?${new URLSearchParams({ run: id })}`}>{texts.playground}</a>}
        {(isWithout || details.config !== null) && (
          <a href={`/network?${new URLSearchParams({ run: id })}`}>{texts.drawing}</a>
        )}
      </p>
      {details.summary !== null && (
        <details class="card">
          <summary>{texts.network}</summary>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
          <pre tabIndex={0}>{details.summary}</pre>
        </details>
      )}
      {'summary.txt' in details.faults && <Absent details={details} file="summary.txt" />}
      <Files details={details} hasMetrics={(overview?.progress.epochsDone ?? 0) > 0} />
    </>
  );
}

/** What stands in the place of a file: that there is none, or what is wrong with the one that is there. */
function Absent({ details, file }: { readonly details: RunDetails; readonly file: string }) {
  const texts = textsOf(detailsTexts);
  const fault = details.faults[file];
  if (fault === undefined) return <p class="quiet">{texts.notThere(file)}</p>;
  return <p class="note note-warning">{texts.unreadable(file, fault)}</p>;
}

function Evaluation({ details, isUnderWay }: { readonly details: RunDetails; readonly isUnderWay: boolean }) {
  const texts = textsOf(detailsTexts);
  const { evaluation } = details;
  if (evaluation === null) {
    return (
      <section>
        <h2>{texts.confusion}</h2>
        {'evaluation.json' in details.faults ? (
          <Absent details={details} file="evaluation.json" />
        ) : (
          <p class="quiet">{isUnderWay ? texts.confusionLater : asTyped(texts.noConfusion)}</p>
        )}
      </section>
    );
  }
  const images = printCount(evaluation.dataset.images, language.value);
  return (
    <>
      <section>
        <h2>{texts.confusion}</h2>
        <p class="quiet evaluated-on">
          {texts.testedOn(
            evaluation.dataset.name,
            images,
            printValue('accuracy', evaluation.accuracy),
            printValue('loss', evaluation.loss),
          )}
        </p>
        <div class="two-columns evaluation">
          <ConfusionMatrix report={evaluation} />
          <ClassTable report={evaluation} />
        </div>
      </section>
      <Mistakes run={details.id} report={evaluation} />
    </>
  );
}

function Files({ details, hasMetrics }: { readonly details: RunDetails; readonly hasMetrics: boolean }) {
  const texts = textsOf(detailsTexts);
  const { id, weights, hasReport } = details;
  if (!hasMetrics && !hasReport && weights.length === 0) return null;
  return (
    <section>
      <h2>{texts.files}</h2>
      <ul class="files">
        {hasReport && (
          <li>
            <a href={fileAddress(id, 'report.html')} target="_blank" rel="noopener">
              {texts.report}
            </a>
          </li>
        )}
        {hasMetrics && (
          <li>
            <a href={fileAddress(id, 'metrics.csv')} download={`${id}-metrics.csv`}>
              metrics.csv
            </a>
          </li>
        )}
        {weights.map((which) => (
          <li key={which}>
            <a href={fileAddress(id, `weights/${which}.safetensors`)} download={`${id}-${which}.safetensors`}>
              {texts.weights[which]}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
