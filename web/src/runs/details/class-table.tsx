// Precision, recall and F1 of each class.

import type { Scores } from '../../../../src/evaluation/confusion-matrix.ts';
import { mostRows } from '../../../../src/metrics/run-facts.ts';
import type { ShownEvaluation } from '../../../../src/studio/protocol.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printPercent } from '../../language/numbers.ts';
import { ColumnNames, Scrolled } from '../../shell/table-parts.tsx';
import { detailsTexts } from './details-texts.ts';
import { HiddenRows } from './fact-tables.tsx';

export function ClassTable({ report }: { readonly report: ShownEvaluation }) {
  const texts = textsOf(detailsTexts);
  const images = printCount(report.dataset.images, language.value);
  return (
    <Scrolled name={texts.classes} class="card class-table">
      <table>
        <caption>{texts.classes}</caption>
        <ColumnNames names={texts.classColumns} />
        <tbody>
          {report.classes.slice(0, mostRows).map((scores, label) => (
            <Row key={label} name={scores.name} scores={scores} images={printCount(scores.support, language.value)} />
          ))}
        </tbody>
        <tfoot>
          <Row name={texts.macroAverage} scores={report.macroAverage} images={images} />
          <Row name={texts.weightedAverage} scores={report.weightedAverage} images={images} />
        </tfoot>
      </table>
      <HiddenRows rows={report.classes.length - mostRows} />
    </Scrolled>
  );
}

function Row({ name, scores, images }: { readonly name: string; readonly scores: Scores; readonly images: string }) {
  return (
    <tr>
      <th scope="row" title={name}>
        {name}
      </th>
      <td>{printPercent(scores.precision)}</td>
      <td>{printPercent(scores.recall)}</td>
      <td>{printPercent(scores.f1)}</td>
      <td>{images}</td>
    </tr>
  );
}
