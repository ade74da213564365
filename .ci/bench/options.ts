import { Command, InvalidArgumentError, Option } from 'commander';

/** What can be measured, in the order in which it is. Memory first: vitest, loaded later as a peer, would count as ours. */
export const rowGroups = {
  memory: 'memory of a grader after many gradings, beside after few',
  cold: 'course grade, started anew each time, beside npx vitest run',
  warm: "from save to verdict, beside vitest's warm re-run",
  class: 'a class in gradings a second, beside npx vitest run and a bare node each',
  list: 'course list, beside node that does nothing',
  terminal: 'the terminal UI: its first picture, a key, doing nothing',
  install: 'size and number of packages of a production install',
} as const;

/** The name of a group of rows. */
export type RowGroup = keyof typeof rowGroups;

/** What `npm run bench` was told. */
export interface BenchOptions {
  readonly rows: readonly RowGroup[];
  readonly exercise: string;
  readonly gradings: number;
  readonly learners: number;
  /** Seconds. */
  readonly idle: number;
  readonly json?: boolean;
}

/**
 * Reads the words after the command's name; `exercises` are the ids that it may be asked for.
 * Throws CommanderError, having said what is wrong or what was asked for: its `exitCode` is 0 after the help.
 */
export function benchOptions(words: readonly string[], exercises: readonly string[]): BenchOptions {
  return benchCommand(exercises).parse(words, { from: 'user' }).opts<BenchOptions>();
}

function benchCommand(exercises: readonly string[]): Command {
  return new Command('npm run bench --')
    .description('Measures the course beside its peers, in turn, on this machine.')
    .addOption(rowsOption())
    .option('--exercise <id>', 'the exercise that is graded', oneOf(exercises), 'etcd/mvcc-store')
    .option('--gradings <count>', 'gradings of the row memory', wholeNumber, 5000)
    .option('--learners <count>', 'learners of the row class', wholeNumber, 200)
    .option('--idle <seconds>', 'how long the terminal UI does nothing', wholeNumber, 60)
    .option('--json', 'print the figures as JSON')
    .helpOption('-h, --help', 'print this and measure nothing')
    .showHelpAfterError('npm run bench -- --help lists rows and options.')
    .allowExcessArguments(false)
    .addHelpText('after', `\nRows:\n${rowLines()}`)
    .exitOverride();
}

function rowsOption(): Option {
  return new Option('--rows <names>', 'only these rows, with commas between')
    .argParser(rowNames)
    .default(allRows(), 'all');
}

function allRows(): RowGroup[] {
  return Object.keys(rowGroups) as RowGroup[];
}

function rowLines(): string {
  return Object.entries(rowGroups)
    .map(([name, what]) => `  ${name.padEnd(20)} ${what}`)
    .join('\n');
}

function rowNames(text: string): RowGroup[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.filter((name) => !Object.hasOwn(rowGroups, name));
  if (unknown.length > 0)
    throw new InvalidArgumentError(
      `There is no row "${unknown.join('", "')}". Rows: ${allRows().join(', ')}.`,
    );
  return names as RowGroup[];
}

function oneOf(known: readonly string[]): (text: string) => string {
  return (text) => {
    if (known.includes(text)) return text;
    throw new InvalidArgumentError('There is no such exercise; course list names all.');
  };
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new InvalidArgumentError('Give a whole number from 1 on.');
}
