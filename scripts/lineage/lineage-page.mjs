// The README of the record: a table of the networks, how they were trained, on what, and by which commands.

export const plotName = 'accuracy-over-multiply-adds';

/**
 * @param trained facts of the runs, in the order of the table
 * @param missing networks that are not there, each with its reason
 * @param rates content of rates.json
 */
export function lineagePage({ trained, missing, rates }) {
  const [{ settings }] = trained;
  const ofHeads = trained.filter(({ parameters, trainedParameters }) => trainedParameters !== parameters);
  const blocks = [
    '# The lineage, on Fashion-MNIST',
    `![test accuracy over multiply-adds](${plotName}.png)`,
    table(
      ['network', 'parameters', 'multiply-adds', 'images/s', 'seconds', 'peak rate', 'test accuracy'],
      trained.map(({ title, parameters, multiplyAdds, imagesPerSecond, seconds, rate, accuracy }) => [
        title,
        count(parameters),
        count(multiplyAdds),
        imagesPerSecond.toFixed(1),
        count(Math.round(seconds)),
        rate,
        percent(accuracy),
      ]),
    ),
    [
      `* ${describeSettings(settings)}. The accuracy is that after the last epoch, so nothing was chosen by the test images.`,
      `* Parameters and multiply-adds (of one image of ${settings.imageSize}×${settings.imageSize}) are those of the network that predicts.${ofHeads.map(heads).join('')}`,
      `* Images/s is the median of the training steps, data preparation included; seconds are what the steps of all ${settings.epochs} epochs take at that speed.`,
      ...(missing.length === 0
        ? []
        : [`* Not there yet: ${missing.map(({ name, missing: why }) => `${name} (${why})`).join(', ')}.`]),
    ].join('\n'),
    machines(trained),
    '## Commands',
    `\`\`\`\n${trained.flatMap(commands).join('\n')}\n\`\`\``,
    ...(Object.keys(rates).length === 0 ? [] : ratesSection(rates)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

export function describeSettings({ epochs, batchSize, optimizer, momentum, weightDecay, schedule, seed, ...images }) {
  const { imageSize, train, test } = images;
  return [
    `${epochs} epochs of ${count(train)} training images at ${imageSize}×${imageSize} in batches of ${batchSize}`,
    `${optimizer.toUpperCase()} with momentum ${momentum}, weight decay ${weightDecay}`,
    `learning rate by ${schedule}`,
    `seed ${seed}`,
    `${count(test)} test images`,
  ].join(', ');
}

function heads({ title, trainedParameters }) {
  return ` ${title} has ${count(trainedParameters)} with the auxiliary heads of its training.`;
}

/** Machines of all starts, in one line if they are alike. */
function machines(trained) {
  const kinds = new Map();
  for (const { title, starts } of trained) {
    for (const { versions, engine, threads, processor, commit } of starts) {
      const threadsText = threads === 1 ? 'One thread' : `${threads} threads`;
      const kind = `${threadsText} of ${processor}; ${engine} ${versions[engine]}, Node ${versions.node}, commit ${commit?.slice(0, 7) ?? 'unknown'}`;
      kinds.set(kind, new Set(kinds.get(kind)).add(title));
    }
  }
  const day = (time) => time.slice(0, 10);
  const began = trained.map(({ started }) => day(started)).toSorted()[0];
  const ended = trained
    .map(({ ended }) => day(ended))
    .toSorted()
    .at(-1);
  const when = began === ended ? `Trained on ${began}.` : `Trained from ${began} to ${ended}.`;
  if (kinds.size === 1) return `${when} ${[...kinds.keys()][0]}.`;
  return [when, ...[...kinds].map(([kind, titles]) => `* ${kind}: ${[...titles].join(', ')}`)].join('\n');
}

/** Commands of the starts, each once: a run that was resumed may have been started twice in the same words. */
function commands({ starts }) {
  return [...new Set(starts.map(({ commandLine: [, ...words] }) => `node bin/googlenet.js ${words.join(' ')}`))];
}

function ratesSection(rates) {
  const rows = Object.entries(rates).flatMap(([name, { conditions, rate: taken, tried }]) =>
    tried
      .toSorted((one, other) => one.rate - other.rate)
      .map(({ rate, accuracy }) => {
        const result = accuracy === null ? 'diverged' : percent(accuracy);
        const { learnFrom, judgeBy, epochs } = conditions;
        return [name, count(learnFrom), epochs, count(judgeBy), rate, rate === taken ? `**${result}**` : result];
      }),
  );
  return [
    '## How the peak rates were chosen',
    'By the accuracy on training images that nothing was learned from; otherwise trained as above. Test images were not looked at. `rates.json` has losses and times too.',
    table(['network', 'images', 'epochs', 'validation images', 'peak rate', 'validation accuracy'], rows),
  ];
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), `|---|${'---:|'.repeat(head.length - 1)}`, ...rows.map(line)].join('\n');
}

function count(number) {
  return number.toLocaleString('en-US');
}

function percent(fraction) {
  return `${(100 * fraction).toFixed(2)} %`;
}
