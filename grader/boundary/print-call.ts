import type { LoggedCall } from './call-log.ts';
import { decode, type Incoming, Opaque } from './decode.ts';
import type { Outcome } from './protocol.ts';
import { type Reference, Tag, type Wire } from './wire.ts';

/** Says what stands behind an id: something of the learner's, or something of the suite's. */
export interface Names {
  learners(id: number): string;
  /** Undefined for what nobody has named. */
  suites(id: number): string | undefined;
}

/** Prints a value in about so many characters. */
export type PrintValue = (value: unknown, most: number) => string;

/** Less of a value tells nothing. */
const leastOfAValue = 120;

/** A logged call on one line of about `room` characters: `store.put("a", "1") -> { rev: 2 }`. */
export function printCall(
  { by, label, args, outcome }: LoggedCall,
  printWithin: PrintValue,
  names: Names,
  room: number,
): string {
  const large = (args === null ? [] : items(args)).filter(Array.isArray).length + 1;
  const most = Math.max(leastOfAValue, Math.floor(room / large));
  const print = (value: unknown) => printWithin(value, most);
  const suites = (id: number) => names.suites(id) ?? 'what it was given';
  const toBox = onlyToLookAt(names.learners, names.suites);
  const fromBox = onlyToLookAt(suites, () => undefined);
  const asked = by === 'learner' ? fromBox : toBox;
  const answered = by === 'test' ? fromBox : toBox;
  const given = args === null ? null : items(args).map((item) => print(decode(item, asked)));
  const line = before[by] + withArguments(label, given);
  return outcome === null ? line : line + printOutcome(outcome, answered, print);
}

/** What is told in the midst of a call stands a step further in. */
const before = {
  test: '',
  suite: '',
  learner: '  your code called ',
  meanwhile: '    meanwhile ',
  answer: '    answer to ',
} as const;

/** An assignment's label ends in `=`; a property has no arguments at all. */
function withArguments(label: string, given: string[] | null): string {
  if (given === null) return label;
  return label.endsWith(' =') ? `${label} ${given.join(', ')}` : `${label}(${given.join(', ')})`;
}

function printOutcome(
  outcome: Outcome,
  incoming: Incoming,
  print: (value: unknown) => string,
): string {
  if ('threw' in outcome) return ` -> threw ${thrown(decode(outcome.threw, incoming), print)}`;
  if (isMethodsAlone(outcome.value)) return '';
  const value = decode(outcome.value, incoming);
  return value === undefined ? '' : ` -> ${print(value)}`;
}

/** An object of which only the methods matter: their calls tell about it. */
function isMethodsAlone(wire: Wire): boolean {
  return Array.isArray(wire) && wire[0] === Tag.object && Object.keys(wire[2] ?? {}).length === 0;
}

/** A decoder's side that calls nobody: what stayed on the other side, or has a name, is shown by its name. */
function onlyToLookAt(
  nameOf: (id: number) => string,
  nameOfSent: (id: number) => string | undefined,
): Incoming {
  return {
    standIn: ({ kind, name }: Reference) =>
      new Opaque(kind === 'function' ? `function ${name || 'without a name'}` : `a ${name}`),
    withMethods: (data, { id }) => {
      const name = nameOfSent(id);
      return name === undefined ? data : new Opaque(name);
    },
    kept: (id) => new Opaque(nameOf(id)),
    error: (name, message) => Object.assign(new Error(message), { name }),
    mayBeCallable: () => false,
  };
}

function thrown(value: unknown, print: (value: unknown) => string): string {
  return value instanceof Error ? `${value.name}: ${value.message}` : print(value);
}

/** The items of an encoded array. */
function items(args: Wire): Wire[] {
  return Array.isArray(args) ? args.slice(1) : [];
}
