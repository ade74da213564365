import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import type { Input, Moment } from './moment.ts';
import { PartMissing } from './part-missing.ts';
import { SimulationClosed, Simulator } from './simulator.ts';

const real = readCatalog(courseRoot);
const store = { ...real.find(({ id }) => id === 'etcd/mvcc-store')!, timeLimitMs: 400 };
const catalog = real.map((each) => (each.id === store.id ? store : each));
const reference = readFileSync(join(store.answerKey, 'reference.ts'), 'utf8');
const steps = (count: number): Input[] => Array.from({ length: count }, () => ({ do: 'step' }));
const choose = (id: string): Input => ({ do: 'choose', id });
const text = ({ picture }: Moment) =>
  picture.map((line) => line.map((span) => span.text).join('')).join('\n');

let simulator: Simulator | undefined;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'course-simulation-'));
});
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
  rmSync(root, { recursive: true, force: true });
});

const open = async () => {
  simulator = await Simulator.open({ exercise: store, catalog });
  return simulator;
};
/** Opens with a learner's file. */
const openOwn = async (code: string) => {
  const path = join(root, store.file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code);
  const own = { root, exercises: [store.id] };
  simulator = await Simulator.open({ exercise: store, catalog, own });
  return simulator;
};
/** The reference with a change. */
const openChanged = (find: string, replace: string) => {
  expect(reference).toContain(find);
  return openOwn(reference.replace(find, () => replace));
};

describe('a simulation with the reference', () => {
  it('goes on step by step and does what is chosen', async () => {
    const played = await open();
    const [first] = await played.begin(1);
    expect(first).toMatchObject({ over: null, failed: false });
    expect(first!.sentences[0]).toContain('revision 1');
    const moments = await played.give([...steps(3), choose('put-web')]);
    expect(moments).toHaveLength(4);
    expect(moments.at(-1)!.sentences[0]).toMatch(/^Revision \d+: You put web=/);
    expect(text(moments.at(-1)!)).toContain('web=');
  });

  it('is the same run for the same seed and inputs, another one for another seed', async () => {
    const played = await open();
    const inputs = [...steps(9), choose('delete-db'), ...steps(9)];
    const once = await played.begin(5, inputs);
    expect(await played.begin(5, inputs)).toEqual(once);
    expect(await played.begin(6, inputs)).not.toEqual(once);
  });

  it('says so when something is chosen that is not to be had', async () => {
    const played = await open();
    await played.begin(1);
    const [unknown] = await played.give([choose('fly')]);
    expect(unknown!.sentences).toEqual(['There is nothing called fly to choose now.']);
    const [, refused] = await played.give([choose('compact-newest'), choose('compact-newest')]);
    expect(refused!.sentences[0]).toMatch(/^Not possible now: compact at 1, the newest\. /);
  });
});

describe('a simulation with the learner’s file', () => {
  it('goes as it does with the reference when the file is right', async () => {
    const inputs = [...steps(20), choose('compact-half'), ...steps(5)];
    const own = await (await openOwn(reference)).begin(3, inputs);
    await simulator!.close();
    expect(own).toEqual(await (await open()).begin(3, inputs));
  });

  it('ends with the place where the file threw', async () => {
    const stub = readFileSync(join(store.dir, 'stub.ts'), 'utf8');
    const line = stub.split('\n').findIndex((each) => each.includes("'step 1: revision'")) + 1;
    const [only, ...more] = await (await openOwn(stub)).begin(1, steps(3));
    expect(more).toEqual([]);
    expect(only).toMatchObject({ failed: true, choices: [] });
    expect(only!.over).toContain('your code threw NotImplemented');
    expect(only!.sentences).toContainEqual(`It arose in ${store.file}, line ${line}.`);
    expect(await simulator!.give(steps(1))).toEqual([]);
  });

  it.each([
    ['loops without end', 'for (;;);', /your code did not come back in time/],
    [
      'waits without end',
      'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);',
      /did not come back in time/,
    ],
    ['ends its process', 'process.exit(0);', /your code ended its own process/],
    [
      'eats all memory',
      'const eaten: number[][] = []; for (;;) eaten.push(new Array(1e6).fill(1));',
      /your code/,
    ],
  ])(
    'ends with a sentence when the file %s',
    async (_, harm, said) => {
      const played = await openChanged(
        '    const txn = this.write();',
        `    ${harm}\n    const txn = this.write();`,
      );
      const [first, second] = await played.begin(1, [choose('delete-db')]);
      expect(first!.over).toBeNull();
      expect(second).toMatchObject({ failed: true });
      expect(second!.over).toMatch(said);
      expect(text(second!)).toBe(text(first!));
    },
    60_000,
  );

  it('ends with a sentence when what the file gives is of no use', async () => {
    const played = await openChanged(
      '    return { revision: current, kvs,',
      '    return { revision: current, kv: kvs,',
    );
    const [only] = await played.begin(1);
    expect(only).toMatchObject({ failed: true });
    expect(only!.over).toContain('it cannot go on with what your code gave');
  });

  it('shows nothing of a file that would steer the terminal', async () => {
    const played = await openChanged(
      '      value,\n      createRevision',
      "      value: value + '\\x1b[2J\\n\\u202e',\n      createRevision",
    );
    const moments = await played.begin(1, [choose('put-web'), choose('read-newest')]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(JSON.stringify(moments)).not.toMatch(/[\u0000-\u001f\u202e]/);
    expect(text(moments.at(-1)!)).toContain('\\u001b[2J');
  });

  it('begins each run in a fresh process', async () => {
    const counting = `let puts = 0;\n${reference.replace('    this.#append({\n      key,\n      value,', '    puts += 1;\n    this.#append({\n      key,\n      value: String(puts),')}`;
    const played = await openOwn(counting);
    const inputs = [choose('put-web'), choose('put-web')];
    const once = await played.begin(1, inputs);
    expect(text(once.at(-1)!)).toContain('web=2');
    expect(await played.begin(1, inputs)).toEqual(once);
  });

  it('can be closed while the file loops', async () => {
    const patient = { ...store, timeLimitMs: 60_000 };
    const own = { root, exercises: [store.id] };
    await openOwn('export class MvccStore {\n  constructor() {\n    for (;;);\n  }\n}\n');
    const looping = await Simulator.open({ exercise: patient, catalog: [patient], own });
    const refused = expect(looping.begin(1)).rejects.toThrow(SimulationClosed);
    await looping.close();
    await refused;
    await expect(looping.begin(1)).rejects.toThrow(SimulationClosed);
  });

  it.each([
    ['is missing', null, /is not there/],
    ['is no TypeScript', 'class {', /etcd\/mvcc-store\.ts:1:\d+/],
  ])('is not begun when the file %s', async (_, code, said) => {
    const opening =
      code === null
        ? Simulator.open({ exercise: store, catalog, own: { root, exercises: [store.id] } })
        : openOwn(code);
    const error = await opening.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PartMissing);
    expect(error).toMatchObject({ own: true, message: expect.stringMatching(said) });
  });
});
