import { publicFiles, secretFiles } from '../../exercises/catalog.ts';

interface NewExercise {
  readonly id: string;
  readonly lesson: string;
  readonly title: string;
  readonly order: number;
}

/** A file to be written, its path relative to the course. */
export interface NewFile {
  readonly path: string;
  readonly text: string;
}

/** The files of a new exercise: one group, one test, each file in the form that the author check asks for. */
export function newExerciseFiles({ id, lesson, title, order }: NewExercise): NewFile[] {
  const [component] = id.split('/');
  const open = (name: string, text: string) => ({
    path: `exercises/${id}/${name}`,
    text: `${text}\n`,
  });
  const secret = (name: string, text: string) => ({
    path: `grader/answer-keys/${id}/${name}`,
    text: `${text}\n`,
  });
  const facts = {
    id,
    component,
    title,
    lesson,
    order,
    difficulty: 'medium',
    minutes: 45,
    needs: [],
    points: { Greeting: 100 },
  };
  return [
    open(publicFiles.facts, JSON.stringify(facts, null, 2)),
    open(publicFiles.brief, brief(title)),
    open(publicFiles.hints, hints),
    open(publicFiles.stub, stub),
    secret(secretFiles.suite, suite(id)),
    secret(secretFiles.reference, reference),
    secret(secretFiles.mutants, mutants),
  ];
}

const brief = (title: string) => `# ${title}

What to build, in one sentence.

## Interface

\`greet(name: string): string\` - shapes, units, errors.

## Rules

### Greeting

- The name is greeted as it is written.

## Example

\`greet('etcd')\` gives \`'hello, etcd'\`.

## Out of scope

What is not asked for.

## In the real code

The upstream file that does this.`;

const hints = `## Greeting

1. Which rule of the brief is this about?
2. Where does the name go?
3. Return \`hello, \${name}\`.`;

const stub = `import { NotImplemented } from 'course/kit';

/** Greets. Shapes, units and errors of the arguments and the result. */
export function greet(name: string): string {
  // TODO 1
  throw new NotImplemented('step 1: greet');
}`;

const suite = (id: string) => `import { describe, expect, it } from 'vitest';
import { greet } from '#exercise/${id}';

describe('Greeting', () => {
  it('greets the name as it is written', () => {
    expect(greet('etcd')).toBe('hello, etcd');
  });
});`;

const reference = `/** Greets. */
export function greet(name: string): string {
  return \`hello, \${name}\`;
}`;

const mutants = `import type { Mutant } from '../../../author/mutant.ts';

export const mutants: Mutant[] = [
  {
    name: 'shouts-the-name',
    find: 'hello, \${name}',
    replace: 'hello, \${name.toUpperCase()}',
    fails: ['Greeting > greets the name as it is written'],
  },
];`;
