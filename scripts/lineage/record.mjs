// Writes what is committed of the runs: table, plot, each network's epochs, all facts as data.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { OptionError } from '../../dist/errors/option-error.js';
import { makeFolder } from '../../dist/formats/make-folder.js';
import { drawPointChart } from '../../dist/report/plots/point-chart.js';
import { renderPng } from '../../dist/report/render-png.js';
import { printSvg } from '../../dist/report/svg.js';
import { writeJsonFile } from '../../dist/runs/json-file.js';
import { tutorialTask } from '../../dist/tasks/task.js';
import { describeSettings, lineagePage, plotName } from './lineage-page.mjs';
import { readRates } from './rates-file.mjs';
import { readRunFacts } from './run-facts.mjs';
import { say } from './say.mjs';

/** @returns whether each network is in the record */
export async function record({ names, results, runs }) {
  const found = names.map((name) => readRunFacts(name, join(runs, name)));
  const missing = found.filter((facts) => facts.missing !== undefined);
  for (const { name, missing: reason } of missing) say(`${name} · missing: ${reason}`);
  const trained = found
    .filter((facts) => facts.missing === undefined)
    .toSorted((one, other) => one.multiplyAdds - other.multiplyAdds);
  if (trained.length === 0) {
    say('nothing to record yet');
    return false;
  }
  requireAlike(trained);
  makeFolder(results);
  const write = (file, content) => {
    writeFileSync(join(results, file), content);
    say(`wrote ${join(results, file)}`);
  };
  for (const { name, table } of trained) write(`${name}.csv`, table);
  const networks = trained.map(({ table: _, settings: __, ...facts }) => facts);
  writeJsonFile(join(results, 'lineage.json'), { settings: trained[0].settings, networks, missing });
  say(`wrote ${join(results, 'lineage.json')}`);
  const picture = drawPlot(trained);
  write(`${plotName}.svg`, printSvg(picture));
  write(`${plotName}.png`, await renderPng(picture));
  write('README.md', lineagePage({ trained, missing, rates: readRates(results) }));
  return missing.length === 0;
}

function requireAlike([first, ...others]) {
  const other = others.find(({ settings }) => !isDeepStrictEqual(settings, first.settings));
  if (other === undefined) return;
  const [one, two] = [first, other].map(({ name, settings }) => `${name}: ${describeSettings(settings)}`);
  throw new OptionError(`the runs were not trained alike, ${one}; ${two}`, { hint: 'leave one of them out by --only' });
}

function drawPlot(trained) {
  return drawPointChart({
    title: 'Accuracy over computation',
    remark: `${trained[0].settings.epochs} epochs of Fashion-MNIST · in orange, the tutorial's network`,
    xTitle: 'multiply-adds of one image, in millions',
    yTitle: 'test accuracy (%)',
    points: trained.map(({ name, title, multiplyAdds, accuracy }) => {
      return { name: title, x: multiplyAdds / 1e6, y: 100 * accuracy, isMarked: name === tutorialTask().model.name };
    }),
  });
}
