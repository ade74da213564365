import { afterAll, describe, expect, it } from 'vitest';
import { Grader, GradingCancelled } from './grader.ts';
import { mutantsOf, mutated, notebook, referenceText } from './testing/exercises.ts';
import { referenceWith, statuses, Workspace } from './testing/workspace.ts';

const grader = Grader.open();
const workspace = new Workspace();
const grade = (text: string) => workspace.grade(grader, text);
const traced = (text: string) => {
  workspace.write(notebook.file, text);
  return grader.grade({ exercise: notebook, root: workspace.root, trace: true });
};

afterAll(async () => {
  await grader.close();
  workspace.remove();
});

const decipher = 'export function decipher(text: string, shift: number): string {';

describe('a grading', () => {
  it('passes the reference with all points', async () => {
    const record = await grade(referenceText(notebook));
    expect(record).toMatchObject({ status: 'passed', points: 100, maxPoints: 100, problem: null });
    expect(record.tests.map(({ status }) => status)).not.toContain('not-run');
  });

  it('fails every named mutant in the tests that it names', async () => {
    for (const mutant of await mutantsOf(notebook)) {
      const record = await grade(mutated(notebook, mutant));
      expect(record.status, mutant.name).toBe('failed');
      for (const id of mutant.fails)
        expect(statuses(record), mutant.name).toMatchObject({ [id]: 'failed' });
    }
  });

  it('runs no test after the first that fails, for those who only ask whether all pass', async () => {
    workspace.write(notebook.file, referenceWith('this.rev += 1;', 'this.rev += 2;'));
    const request = { exercise: notebook, root: workspace.root, untilFailure: true };
    const record = await grader.grade(request);
    const found = record.tests.map(({ status }) => status);
    const first = found.indexOf('failed');
    expect(record.status).toBe('failed');
    expect(found.slice(0, first).every((status) => status === 'passed')).toBe(true);
    expect(found.length).toBeGreaterThan(first + 1);
    expect(new Set(found.slice(first + 1))).toEqual(new Set(['not-run']));
  });

  it('shows what the test did, expected and received', async () => {
    const record = await grade(referenceWith('private rev = 0;', 'private rev = 1;'));
    const test = record.tests.find(({ id }) => id.startsWith('Notes > writing gives'));
    expect(test).toMatchObject({
      did: [
        'new Notebook("ada")',
        'notebook.write("a", "one") -> { key: "a", text: "one", rev: 2 }',
      ],
      expected: '{ key: "a", text: "one", rev: 1 }',
      received: '{ key: "a", text: "one", rev: 2 }',
      at: null,
    });
  });

  it('shows calls that crossed together as calls, up to the one that threw', async () => {
    const record = await grade(referenceWith('this.rev += 1;', 'this.rev += 2;'));
    const test = record.tests.find(({ name }) => name === 'may stand for calls made one by one');
    expect(test?.did).toEqual([
      'new Notebook()',
      'notebook.write("a", "one") -> { key: "a", text: "one", rev: 2 }',
      'notebook.write("a", "two") -> { key: "a", text: "two", rev: 4 }',
      'notebook.owner -> "nobody"',
    ]);
    const throwing = 'throw new EtcdError("KeyNotFound");';
    const early = await grade(referenceWith('this.rev += 1;', throwing));
    expect(early.tests.find(({ name }) => name === test?.name)?.did).toEqual([
      'new Notebook()',
      'notebook.write("a", "one") -> threw EtcdError: etcdserver: key not found',
    ]);
  });

  it('shows what others did before a call of the learner’s code was answered where it happened', async () => {
    const record = await grade(referenceWith("visit(text)).join('')", "visit(text)).join('-')"));
    const name = 'others may act before a call is answered';
    expect(record.tests.find((test) => test.name === name)?.did).toEqual([
      'wall.post("before") -> 6',
      'mapJoin(["a", ""], function quoted) -> "<a>-"',
      '  your code called quoted("a")',
      '    meanwhile wall.post("a") -> 1',
      '    answer to quoted -> "<a>"',
      '  your code called quoted("")',
      '    meanwhile wall.post("") -> 0',
      '    answer to quoted -> ""',
    ]);
  });

  it('shows the line of the learner’s file where an error arose', async () => {
    const record = await grade(referenceWith(decipher, `${decipher}\n  null!.x;`));
    const line = referenceText(notebook).split('\n').indexOf(decipher) + 2;
    expect(record.tests.find(({ group }) => group === 'Cipher')).toMatchObject({
      message: expect.stringContaining('Your code threw TypeError: Cannot read properties of null'),
      at: { file: notebook.file, line },
    });
  });

  it('shows what the code printed with the test in which it did', async () => {
    const print = "console.log('deciphering', { shift }); process.stdout.write('out\\n');";
    const record = await grade(referenceWith(decipher, `${decipher}\n${print}`));
    expect(record.status).toBe('passed');
    const outputs = record.tests.map(({ group, output }) => [group, output.slice(0, 33)]);
    expect(outputs).toContainEqual([
      'Cipher',
      expect.stringMatching(/^deciphering \{ shift: \d+ }\nout\n/),
    ]);
    expect(outputs).toContainEqual(['Notes', '']);
  });

  it('tells how a failed test went only where that is asked for', async () => {
    const wrong = referenceWith('private rev = 0;', 'private rev = 1;');
    const ordinary = await grade(wrong);
    expect(ordinary.tests.filter((test) => 'trace' in test)).toEqual([]);
    const record = await traced(wrong);
    const told = record.tests.filter((test) => 'trace' in test);
    expect(told.every(({ status }) => status === 'failed')).toBe(true);
    expect(told[0]).toMatchObject({
      trace: [
        'new Notebook("ada")',
        'notebook.write("a", "one") -> { key: "a", text: "one", rev: 2 }',
      ],
    });
    expect(record.tests.map(({ trace: _, ...test }) => test)).toEqual(ordinary.tests);
  });

  it('tells a property whose input has words of its own in those, not by the calls of another input', async () => {
    const record = await traced(referenceWith('- shift + 26', '- shift + 27'));
    const undoes = record.tests.find(({ name }) => name === 'deciphering undoes what was done');
    expect(undoes).toMatchObject({ status: 'failed', did: [] });
    expect(undoes?.message).toMatch(/\n"[a-z]" by \d+$/i);
    expect(undoes?.trace).toEqual([undoes?.message.split('\n').at(-1)]);
  });

  it('tells what the suite attached to the test rather than its calls', async () => {
    const record = await traced(referenceWith('return this.notes.size;', 'return this.rev;'));
    const size = record.tests.find(({ name }) => name === 'the size counts keys, not writes');
    expect(size?.trace).toEqual([
      'A note a is written.',
      'A note b is written.',
      'A note a is written.',
    ]);
    expect(record.tests.filter(({ trace }) => trace?.includes('A note a is written.'))).toEqual([
      size,
    ]);
  });

  it('gives the code all of course/kit, cryptography too', async () => {
    const importing = `import { hex, sha256 } from 'course/kit';\n`;
    const print = 'console.log(hex(sha256("")).slice(0, 8));';
    const record = await grade(importing + referenceWith(decipher, `${decipher}\n${print}`));
    expect(record.status).toBe('passed');
    expect(record.tests.map(({ output }) => output).join('')).toContain('e3b0c442');
  });

  it('reads other files of the workspace', async () => {
    workspace.write(
      'fixture/parts/letters.ts',
      'export const base = (l: string) => (l < "a" ? 65 : 97);',
    );
    const importing = `import { base as b } from './parts/letters';\n${referenceText(notebook)}`;
    const record = await grade(importing.replace("letter < 'a' ? 65 : 97", 'b(letter)'));
    expect(record.status).toBe('passed');
  });

  it('gives two equal records for two gradings of one text', async () => {
    const text = referenceWith('this.rev += 1', 'this.rev += 2');
    const [first, second] = [await grade(text), await grade(text)];
    expect({ ...second, durationMs: 0 }).toEqual({ ...first, durationMs: 0 });
  });
});

describe('a file that runs no test', () => {
  it('is a failure that says where it is not TypeScript', async () => {
    expect(await grade('export const a = ;')).toMatchObject({
      status: 'failed',
      problem: { kind: 'syntax', at: { line: 1, column: 18 } },
      tests: [],
    });
  });

  it('is a failure when it throws while it loads, at its line', async () => {
    const record = await grade(`\nthrow new Error('early');`);
    expect(record).toMatchObject({
      status: 'failed',
      problem: { kind: 'load', message: 'Error: early', at: { line: 2 } },
    });
    expect(new Set(Object.values(statuses(record)))).toEqual(new Set(['not-run']));
  });

  it('is a failure when it is missing, and when its folder is', async () => {
    const missing = { exercise: notebook, root: workspace.root, file: 'none.ts' };
    expect(await grader.grade(missing)).toMatchObject({
      status: 'failed',
      problem: { kind: 'missing' },
    });
    expect(await grader.grade({ ...missing, root: '/nowhere' })).toMatchObject({
      status: 'failed',
      problem: { kind: 'missing' },
    });
  });

  it('is a failure in each test when it exports nothing', async () => {
    const record = await grade('');
    expect(record).toMatchObject({ status: 'failed', points: 0, problem: null });
    expect(record.tests[0]!.message).toBe(
      'Your code threw ReferenceError: your file exports no Notebook.',
    );
  });

  it('is a failure when it imports what it may not', async () => {
    const record = await grade(
      `import { readFileSync } from 'node:fs'; readFileSync('/etc/passwd');`,
    );
    expect(record.problem!.message).toContain('only course/kit and files of your own');
  });

  it('is a failure when it is asynchronous, and says so', async () => {
    const record = await grade(referenceWith(decipher, decipher.replace('export', 'export async')));
    const test = record.tests.find(({ group }) => group === 'Cipher')!;
    expect(test).toMatchObject({
      status: 'failed',
      received: 'a Promise (nothing here is asynchronous: no async, no await)',
      message:
        'Your code gave a Promise. Nothing in this exercise is asynchronous: no async, no await.',
    });
  });
});

describe('code that does not come back', () => {
  it('times out alone; the other tests go on', async () => {
    const record = await grade(
      referenceWith(decipher, `${decipher} if (text.includes('\\0')) for (;;);`),
    );
    expect(record.status).toBe('passed');
    const loop = await grade(
      referenceWith('get size(): number {', 'get size(): number { for (;;);'),
    );
    expect(loop).toMatchObject({ status: 'timed-out', points: 70 });
    expect(statuses(loop)).toMatchObject({
      'Notes > the size counts keys, not writes': 'timed-out',
      'Notes > the title can be changed, the owner is given': 'passed',
    });
  });

  it('ends the grading after three times', async () => {
    const record = await grade(
      referenceWith(
        "constructor(readonly owner = 'nobody') {}",
        "constructor(readonly owner = 'nobody') { process.exit(3); }",
      ),
    );
    const ended = record.tests.filter(({ status }) => status !== 'not-run');
    expect(ended.map(({ message }) => message)).toEqual(
      Array(3).fill('your code ended its own process (exit code 3)'),
    );
    expect(record).toMatchObject({ status: 'failed', points: 0, boxesEnded: 3 });
  });

  it('while it loads is a timeout without tests', async () => {
    const record = await grade('for (;;);');
    expect(record).toMatchObject({ status: 'timed-out', problem: { kind: 'timed-out' } });
  });

  it('cannot use up more than five limits with all tests together', async () => {
    const slow =
      'const end = process.cpuUsage().user + 8e5; while (process.cpuUsage().user < end);';
    const text = [
      ['write(key: string, text: string): Note {', slow],
      [decipher, slow],
    ].reduce((sum, [find, more]) => sum.replace(find!, `${find} ${more}`), referenceText(notebook));
    const record = await grade(text);
    expect(record.status).toBe('timed-out');
    const timedOut = record.tests.find(({ status }) => status === 'timed-out')!;
    expect(record.tests.slice(record.tests.indexOf(timedOut) + 2).length).toBeGreaterThan(0);
    expect(record.tests.at(-1)!.status).toBe('not-run');
  });
});

describe('a grading that is no longer wanted', () => {
  it('is cancelled at once, even in an endless loop', async () => {
    const abort = new AbortController();
    workspace.write(notebook.file, 'for (;;);');
    const grading = grader.grade({
      exercise: notebook,
      root: workspace.root,
      signal: abort.signal,
    });
    setTimeout(() => abort.abort(), 50);
    const started = performance.now();
    await expect(grading).rejects.toThrow(GradingCancelled);
    expect(performance.now() - started).toBeLessThan(notebook.timeLimitMs);
    expect((await grade(referenceText(notebook))).status).toBe('passed');
  });

  it('does not begin when it was cancelled before', async () => {
    const request = { exercise: notebook, root: workspace.root, signal: AbortSignal.abort() };
    await expect(grader.grade(request)).rejects.toThrow(GradingCancelled);
  });

  it('ends when the grader is closed, and none begins after', async () => {
    const other = Grader.open();
    workspace.write(notebook.file, 'for (;;);');
    const request = { exercise: notebook, root: workspace.root };
    const [running, waiting] = [other.grade(request), other.grade(request)];
    const ends = Promise.allSettled([running, waiting]);
    await other.close();
    for (const end of await ends)
      expect(end).toMatchObject({ reason: { name: 'GradingCancelled' } });
    await expect(other.grade(request)).rejects.toThrow(GradingCancelled);
  });
});
