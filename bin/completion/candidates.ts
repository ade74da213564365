import type { Command } from 'commander';
import { shells } from './scripts.ts';

/** Names that only the course's content knows. */
export interface Names {
  readonly exercises: readonly string[];
  readonly lessons: readonly string[];
}

/** What can stand at the place of the last word, which may be begun. `words` are those behind `course`. */
export function candidates(program: Command, words: readonly string[], names: Names): string[] {
  const begun = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return possible(program, before, begun, names)
    .filter((each) => each.startsWith(begun))
    .sort();
}

function possible(program: Command, before: readonly string[], begun: string, names: Names) {
  const { command, rest } = commandOf(program, before);
  const choices = choicesOfOption(command, rest.at(-1));
  if (choices) return choices;
  if (begun.startsWith('-')) return optionsOf(command);
  if (command.commands.length > 0) return command.commands.map((one) => one.name());
  const place = rest.filter((word) => !word.startsWith('-')).length;
  return namesFor(command.registeredArguments.at(place) ?? lastVariadic(command), names);
}

/** The command that the words lead to, and the words behind it. */
function commandOf(program: Command, words: readonly string[]) {
  let command = program;
  let at = 0;
  for (const word of words) {
    const next = command.commands.find((one) => one.name() === word);
    if (!next) break;
    command = next;
    at += 1;
  }
  return { command, rest: words.slice(at) };
}

/** The values of the option in front; an empty list where they are the shell's to know, such as folders. */
function choicesOfOption(
  command: Command,
  word: string | undefined,
): readonly string[] | undefined {
  const option = command.options.find(
    ({ long, short }) => word && (word === long || word === short),
  );
  if (!option || option.isBoolean()) return undefined;
  return option.argChoices ?? [];
}

function optionsOf(command: Command): string[] {
  return [...command.options.flatMap(({ long }) => long ?? []), '--help'];
}

function lastVariadic(command: Command) {
  const last = command.registeredArguments.at(-1);
  return last?.variadic ? last : undefined;
}

function namesFor(argument: Command['registeredArguments'][number] | undefined, names: Names) {
  if (!argument) return [];
  if (argument.name() === 'shell') return shells;
  if (/exercise|^name$/.test(argument.name())) return names.exercises;
  return /lesson/.test(argument.name()) ? names.lessons : [];
}
