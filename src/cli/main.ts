// The command line: finds the command, reads its options, runs it, and turns whatever happens into an exit code.
import { Command, CommanderError } from 'commander';
import type { z } from 'zod';
import { asCalled } from '../errors/as-called.ts';
import { closestName } from '../errors/closest-name.ts';
import { benchCommand } from './bench/bench.ts';
import { checkCommand } from './check/check.ts';
import type { CommandDefinition } from './command.ts';
import { type CommandContext, processContext } from './command-context.ts';
import { completionCommand } from './completion/completion.ts';
import type { CompletableCommand } from './completion/described-command.ts';
import { doctorCommand } from './doctor/doctor.ts';
import { evaluateCommand } from './evaluate/evaluate.ts';
import { exportCommand } from './exchange/export.ts';
import { importCommand } from './exchange/import.ts';
import { predictCommand } from './exchange/predict.ts';
import { letFirstTell } from './first-tells.ts';
import { modelsCommand } from './models.ts';
import { noOptionsFile } from './options/config-file.ts';
import { noteListener } from './options/notes.ts';
import {
  addOptions,
  argumentTerm,
  completeOptions,
  givenOptions,
  optionTerm,
  readOptions,
  splitAtEnd,
} from './options/options.ts';
import { UsageError } from './options/usage-error.ts';
import { recipesCommand } from './recipes.ts';
import { reportCommand } from './report/report.ts';
import { studioCommand } from './studio/studio.ts';
import { summaryCommand } from './summary.ts';
import { type Language, languages, spokenLanguage } from './terminal/language.ts';
import { exitCodeByOutput, warnOfLostOutput } from './terminal/lost-output.ts';
import { replaceLostTerminal } from './terminal/lost-terminal.ts';
import { reportError } from './terminal/report-error.ts';
import { helpIn } from './terminal/spoken-help.ts';
import { trainCommand } from './train/train.ts';
import { readVersion } from './version.ts';
import { sayHelp } from './zh/chinese.ts';

/** What the process runs: sets its exit code. */
export async function main(context = processContext()): Promise<void> {
  replaceLostTerminal();
  process.exitCode = await run(process.argv.slice(2), context);
}

/**
 * @param argv without the names of node and of the program
 * @param options.isCheckOnly read the words, and do nothing: what the documentation's command lines are checked with
 * @returns the exit code: 0, 1 for a failure, 2 for a bad command line, 128 and the signal's number for a run that was stopped
 */
export async function run(
  argv: readonly string[],
  context: CommandContext,
  { isCheckOnly = false }: { readonly isCheckOnly?: boolean } = {},
): Promise<number> {
  let exitCode = 0;
  const { options: typed, operands } = splitAtEnd(argv);
  let words: readonly string[] = typed;
  let isPrintedWork = true;
  let language = spokenLanguage(typed, context.env);
  const program = createProgram(context, language);
  const known: CompletableCommand[] = [];
  const add = <Schema extends z.ZodObject>(definition: CommandDefinition<Schema>) => {
    known.push(definition);
    const command = program.command(definition.name).description(definition.description);
    addOptions(command, definition.options);
    if (typed.find((word) => !word.startsWith('-')) === definition.name)
      words = completeOptions(typed, definition.options);
    command.addHelpText('after', printExamples(definition.examples, context.program, language));
    command.action(async () => {
      const given = givenOptions(command);
      const file = definition.optionsFile?.(given, context) ?? noOptionsFile;
      const invocation = { argv: typed, given, file };
      if (!given.has('lang')) {
        const ofFile = languages.find((each) => each === file.values.get('lang'));
        language = ofFile ?? definition.savedLanguage?.(given, context) ?? language;
      }
      isPrintedWork = definition.outlivesItsOutput !== true;
      if (!isPrintedWork) warnOfLostOutput(context, language);
      const onNote = noteListener(context.stderr, language);
      const options = readOptions(command, definition.options, { operands, file, onNote });
      definition.notes?.(options, invocation).forEach(onNote);
      if (!isCheckOnly) exitCode = await definition.run(options, context, invocation);
    });
  };
  add(trainCommand);
  add(checkCommand);
  add(evaluateCommand);
  add(reportCommand);
  add(predictCommand);
  add(exportCommand);
  add(importCommand);
  add(studioCommand);
  add(summaryCommand);
  add(modelsCommand);
  add(recipesCommand);
  add(benchCommand);
  add(doctorCommand);
  add(completionCommand(known));
  try {
    await program.parseAsync([...words], { from: 'user' });
  } catch (error) {
    // The help and the version "fail" with exit code 0, already printed.
    if (error instanceof CommanderError) exitCode = error.exitCode;
    else {
      await letFirstTell(context.env);
      const debug = typed.includes('--debug');
      exitCode = reportError(error, context.stderr, { debug, program: context.program, language });
    }
  }
  return isPrintedWork ? exitCodeByOutput(exitCode, context, language) : exitCode;
}

function createProgram({ stdout, stderr, program: called }: CommandContext, language: Language): Command {
  const program = new Command('googlenet')
    .description(
      'Trains networks on images, evaluates them, reports on runs, predicts with them, exchanges weights, and summarises, times and checks them.',
    )
    .version(readVersion(), '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .option('--debug', 'print the stack of an error')
    .configureHelp({ optionTerm, argumentTerm, showGlobalOptions: true, ...helpIn(language) })
    .configureOutput({
      writeOut: (text) => stdout.printBlock(asCalled(text, called)),
      writeErr: (text) => stderr.printBlock(text),
      getOutHelpWidth: () => stdout.columns ?? 100,
      getErrHelpWidth: () => stderr.columns ?? 100,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .exitOverride()
    .allowUnknownOption()
    .allowExcessArguments();
  program.addHelpText(
    'after',
    printExamples([['googlenet train --help', 'the options of a command, with examples']], called, language),
  );
  // Reached only where the first word is no command.
  program.action(() => {
    if (program.args.length === 0) program.help();
    throw unknownCommand(program);
  });
  return program;
}

function unknownCommand(program: Command): UsageError {
  const [word] = program.args;
  const names = program.commands.map((command) => command.name());
  if (word.startsWith('-')) {
    const known = ['--help', '--version', '--debug'];
    const nearest = closestName(word, known);
    const hint = nearest === undefined ? `give a command first: ${names.join(', ')}` : `did you mean ${nearest}?`;
    return new UsageError([{ code: 'UNKNOWN_OPTION', message: `${word} is not an option of googlenet`, hint }]);
  }
  const nearest = closestName(word, names);
  const hint = nearest === undefined ? `the commands are ${names.join(', ')}` : `did you mean ${nearest}?`;
  return new UsageError([{ code: 'UNKNOWN_COMMAND', message: `'${word}' is not a command`, hint }]);
}

function printExamples(
  examples: CommandDefinition<z.ZodObject>['examples'],
  program: string,
  language: Language,
): string {
  const typed = examples.map(([line, meaning]) => [asCalled(line, program), sayHelp(meaning, language)] as const);
  const width = Math.max(...typed.map(([line]) => line.length));
  return `\n${sayHelp('Examples:', language)}\n${typed.map(([line, meaning]) => `  ${line.padEnd(width)}  ${meaning}\n`).join('')}`;
}
