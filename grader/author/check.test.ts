import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Exercise, readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import { checkExercise } from './check.ts';
import { orphans } from './check-files.ts';
import { simulationFindings } from './check-simulation.ts';
import { readMutants } from './read-mutants.ts';

const real = readCatalog(courseRoot).find(({ id }) => id === 'scheduler/node-affinity')!;
let folder: string;
let copy: Exercise;

/** A copy of a real exercise with a few of its mutants, to be spoiled. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'course-author-'));
  copy = { ...real, dir: join(folder, 'open'), answerKey: join(folder, 'secret') };
  cpSync(real.dir, copy.dir, { recursive: true });
  cpSync(real.answerKey, copy.answerKey, { recursive: true });
  const all = await readMutants(secret('mutants.ts'));
  const few = all.filter(({ equivalent }) => !equivalent).slice(0, 8);
  writeFileSync(secret('mutants.ts'), `export const mutants = ${JSON.stringify(few)};\n`);
  for (const name of readdirSync(secret('feedback')))
    if (!few.some((mutant) => `${mutant.name}.txt` === name)) rmSync(secret(`feedback/${name}`));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const open = (name: string) => join(copy.dir, name);
const secret = (name: string) => join(copy.answerKey, name);
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(path, change(readFileSync(path, 'utf8')));
const nothing = {
  name: 'does-nothing',
  find: 'export function filterNodeAffinity',
  replace: 'export  function filterNodeAffinity',
  fails: ['x'],
};
const simulationText = `import { seededRandom } from 'course/kit';
import { line } from '#simulation';
export const simulation = {
  title: 'x',
  about: 'x.',
  begin(_, seed) {
    const random = seededRandom(seed);
    let count = 0;
    let said = 'The count is new.';
    const add = (by) => {
      count += by;
      said = \`It is \${count} now.\`;
    };
    return {
      step: () => add(random.next()),
      choices: () => [{ id: 'add', label: 'add one' }],
      choose: () => add(1),
      frame: () => ({ sentences: [said], picture: [line('count ', String(count).slice(0, 4))] }),
    };
  },
};
`;
const findings = async () =>
  (await checkExercise(copy)).map(({ message }) => message.replaceAll(folder, ''));

describe('the author check finds', () => {
  it.each<[string, () => void, RegExp]>([
    ['a missing brief', () => rmSync(open('brief.md')), /open\/brief\.md: is missing/],
    [
      'an empty suite',
      () => writeFileSync(secret('suite.test.ts'), '\n'),
      /suite\.test\.ts: is empty/,
    ],
    [
      'a stray file',
      () => writeFileSync(open('notes.txt'), 'x'),
      /notes\.txt: is no part of an exercise/,
    ],
    [
      'a group without hints',
      () => edit(open('hints.md'), (text) => text.replace('## Operators', '## Operatoren')),
      /"## Operators" is missing/,
    ],
    [
      'a stub that does not compile',
      () => edit(open('stub.ts'), (text) => `${text}\nexport const wrong: number = 'text';\n`),
      /stub\.ts: does not compile: line \d+: TS2322/,
    ],
    [
      'a stub that earns points',
      () => writeFileSync(open('stub.ts'), readFileSync(secret('reference.ts'))),
      /stub\.ts: earns 100 points/,
    ],
    [
      'a stub that does not load',
      () => edit(open('stub.ts'), (text) => `${text}\nthrow new Error('at once');\n`),
      /stub\.ts: does not load: Error: at once/,
    ],
    [
      'a reference that fails',
      () => edit(secret('reference.ts'), (text) => text.replace('BigInt(', 'Number(')),
      /reference\.ts: does not/,
    ],
    [
      'an accepted solution that fails',
      () => writeFileSync(secret('accepted/stub.ts'), readFileSync(open('stub.ts'))),
      /accepted\/stub\.ts: does not pass/,
    ],
    [
      'a feedback file without a mutant',
      () => writeFileSync(secret('feedback/nobody.txt'), 'x'),
      /nobody\.txt: belongs to no mutant/,
    ],
    [
      'feedback that is no longer what a learner sees',
      () => edit(secret('feedback/not-in-needs-the-label.txt'), (text) => `${text}more`),
      /not-in-needs-the-label\.txt: is not what a learner sees now/,
    ],
    [
      'a missing score',
      () => rmSync(secret('score.json')),
      /score\.json: is missing.*author mutate/,
    ],
    [
      'a score of another reference',
      () =>
        edit(secret('score.json'), (text) =>
          text.replace(/"reference": "\w+"/, '"reference": "0000000000000000"'),
        ),
      /is of another reference/,
    ],
    [
      'a score below the mark',
      () => edit(secret('score.json'), (text) => text.replace(/"score": [\d.]+/, '"score": 94.9')),
      /is 94\.9 %, below 95 %/,
    ],
    [
      'a mutant whose text is not there',
      () => edit(secret('mutants.ts'), (text) => text.replace('"find":"', '"find":"nowhere ')),
      /looks for text that occurs 0 times/,
    ],
    [
      'a mutant that survives',
      () =>
        edit(secret('mutants.ts'), (text) => text.replace('= [', `= [${JSON.stringify(nothing)},`)),
      /"does-nothing" survives/,
    ],
  ])('%s', async (_, spoil, said) => {
    spoil();
    expect(await findings()).toContainEqual(expect.stringMatching(said));
  });

  it.each<[string, (good: string) => string, RegExp]>([
    [
      'draws too wide',
      (good) => good.replace("'count '", "'count '.repeat(20)"),
      /draws 1 rows, the widest of 12[0-9] columns/,
    ],
    [
      'draws too high',
      (good) => good.replace('picture: [', 'picture: [...Array(20).fill([]), '),
      /draws 21 rows/,
    ],
    [
      'tells nothing',
      (good) => good.replace('sentences: [said]', 'sentences: []'),
      /tells nothing after the beginning/,
    ],
    [
      'tells in fragments',
      (good) => good.replace('The count is new.', 'new count'),
      /says "new count" after the beginning with seed 1/,
    ],
    [
      'keeps something outside its run',
      (good) => `let outside = 0;\n${good}`.replace('count += by', 'count += by + outside++'),
      /is not the same when it is played again/,
    ],
    [
      'throws dice of its own',
      (good) => good.replace('random.next()', 'Math.random()'),
      /is not the same when it is played again/,
    ],
    [
      'has choices with one id',
      (good) => good.replace("[{ id: 'add'", "[{ id: 'add', label: 'x' }, { id: 'add'"),
      /offers a choice "add"/,
    ],
    [
      'has a choice that is too long',
      (good) => good.replace("label: 'add one'", "label: 'add one '.repeat(5)"),
      /offers "add one add one.*say it in 33 columns/,
    ],
    [
      'throws',
      (good) => good.replace('count += ', "if (count > 3) throw new Error('too many'); count += "),
      /breaks: Error: too many/,
    ],
    [
      'uses what is not there',
      (good) => good.replace("title: 'x'", "title: 'x', uses: ['a/b']"),
      /it uses a\/b, which is no exercise/,
    ],
    [
      'imports what it may not',
      (good) => `import { x } from '#exercise/etcd/watch';\n${good}\nconsole.log(x);`,
      /may not import #exercise\/etcd\/watch/,
    ],
  ])('a simulation that %s', async (_, spoil, said) => {
    writeFileSync(open('simulation.ts'), simulationText);
    expect(await simulationFindings({ ...copy, simulation: copy.id }, [copy])).toEqual([]);
    writeFileSync(open('simulation.ts'), spoil(simulationText));
    const found = await simulationFindings({ ...copy, simulation: copy.id }, [copy]);
    expect(found[0]?.message).toMatch(said);
  });

  it('an exercise that names a simulation of which it is no part', async () => {
    const named = { ...copy, simulation: 'etcd/mvcc-store' };
    const [finding] = await simulationFindings(named, readCatalog(courseRoot));
    expect(finding?.message).toContain('whose simulation does not use it');
  });

  it('nothing in an exercise that is right', async () => {
    expect(await findings()).toEqual([]);
  });

  it('an answer key without an exercise', () => {
    const known = readCatalog(courseRoot).filter(({ id }) => id !== real.id);
    expect(orphans(courseRoot, known).map(({ message }) => message)).toContainEqual(
      expect.stringContaining('belongs to no exercise'),
    );
  });
});
