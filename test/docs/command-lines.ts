// The command lines in a block of the documentation, as words.
import type { CodeBlock } from './read-page.ts';

/** Lines that call a program, without comments; a line that ends with `\` goes on in the next one. */
export function programLines({ code }: Pick<CodeBlock, 'code'>): readonly string[] {
  return code
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .map((line) => line.replace(/ +#.*$/, '').trim())
    .filter((line) => line !== '');
}

/** What starts several processes of a program, with its own options. */
const launcher = /^(?:mpirun|mpiexec|srun) (?:-\S+ (?:[^-\s]\S* )?)*(?=googlenet )/;

/** The words behind `googlenet` of each line that calls it; pictures named by a pattern are left as they are. */
export function commandLinesOf(block: Pick<CodeBlock, 'code'>): readonly (readonly string[])[] {
  return programLines(block).flatMap((line) => {
    const [, rest] = /^(?:npx )?(?:googlenet|node bin\/googlenet\.js) (.+)$/.exec(line.replace(launcher, '')) ?? [];
    const words = rest?.match(/'[^']*'|\S+/g)?.map((word) => word.replaceAll("'", ''));
    return words === undefined ? [] : [words];
  });
}
