// Precision, recall and F1 of each class.
import type { ClassificationReport } from '../../../../src/evaluation/classification-report.ts';
import type { Scores } from '../../../../src/evaluation/confusion-matrix.ts';
import { language, textsOf } from '../../language/language.ts';
import { printCount, printPercent } from '../../language/numbers.ts';
import { detailsTexts } from './details-texts.ts';

export function ClassTable({ report }: { readonly report: ClassificationReport }) {
  const texts = textsOf(detailsTexts);
  const images = printCount(report.dataset.images, language.value);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section class="card scroll class-table" tabIndex={0} aria-label={texts.classes}>
      <table>
        <caption>{texts.classes}</caption>
        <thead>
          <tr>
            {texts.classColumns.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {report.classes.map((scores) => (
            <Row
              key={scores.name}
              name={scores.name}
              scores={scores}
              images={printCount(scores.support, language.value)}
            />
          ))}
        </tbody>
        <tfoot>
          <Row name={texts.macroAverage} scores={report.macroAverage} images={images} />
          <Row name={texts.weightedAverage} scores={report.weightedAverage} images={images} />
        </tfoot>
      </table>
    </section>
  );
}

function Row({ name, scores, images }: { readonly name: string; readonly scores: Scores; readonly images: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{printPercent(scores.precision)}</td>
      <td>{printPercent(scores.recall)}</td>
      <td>{printPercent(scores.f1)}</td>
      <td>{images}</td>
    </tr>
  );
}
