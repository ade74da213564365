import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Grader } from '../engine/grader.ts';
import { hiddenMarkers } from '../engine/testing/markers.ts';
import { Workspace } from '../engine/testing/workspace.ts';
import { BoxSupply } from '../sandbox/box-supply.ts';

// What if the learner's code took over its process altogether? These programs stand in the box's place
// and say on the channel whatever they like. They can only ever produce values.

const folder = mkdtempSync(join(tmpdir(), 'compromised-'));
const workspace = new Workspace();
afterAll(() => {
  rmSync(folder, { recursive: true });
  workspace.remove();
});

const channel = `
const { readSync, writeSync, closeSync } = require('node:fs');
function send(message) { raw(Buffer.from(typeof message === 'string' ? message : JSON.stringify(message))); }
function raw(body, length = body.length) {
  const head = Buffer.alloc(4); head.writeUInt32BE(length);
  const all = Buffer.concat([head, body]);
  for (let sent = 0; sent < all.length; ) sent += writeSync(3, all, sent);
}
function take(count) {
  const bytes = Buffer.alloc(count);
  for (let got = 0; got < count; ) { const n = readSync(3, bytes, got, count - got, null); if (!n) process.exit(); got += n; }
  return bytes;
}
const receive = () => JSON.parse(take(take(4).readUInt32BE(0)));
/** Answers each request, for ever. */
function serve(answer) { for (;;) send(answer(receive())); }
/** As a box that knows its place, with a notebook instance and one function of the suite's kept. */
const instance = [9, 1, 'instance', 'Notebook', ['write', 'read', 'watch'], ['size']];
const polite = (request) =>
  request.do === 'construct' ? { value: instance }
  : request.do === 'load' ? { value: [1] }
  : request.do === 'batch' ? { value: request.steps.map(() => ({ value: true })) }
  : { value: [1] };
`;

/** Grades with `program` in the box's place. */
async function graded(program: string) {
  const path = join(folder, 'program.cjs');
  writeFileSync(path, `${channel}\n${program}`);
  const grader = Grader.open('auto', new BoxSupply('auto', () => path));
  try {
    return await workspace.grade(grader, '', 300);
  } finally {
    await grader.close();
  }
}

const messages = ({ tests, problem }: Awaited<ReturnType<typeof graded>>) =>
  [problem?.message, ...tests.map(({ message }) => message)].join('\n');

describe('a box in the hands of its code', () => {
  it('that answers politely but wrongly fails, and stays the same box', async () => {
    const record = await graded('send({ ready: 1 }); serve(polite);');
    expect(record).toMatchObject({ status: 'failed', points: 0 });
    expect(record.tests.map(({ status }) => status)).not.toContain('not-run');
  });

  it.each([
    ['true', 'true'],
    [
      'a matcher',
      '{ "$$typeof": [9, 5, "function", "m", [], []], "asymmetricMatch": [9, 6, "function", "m", [], []] }',
    ],
    [
      'a matcher by its methods',
      '[11, 7, {}, ["asymmetricMatch", "$$typeof", "then", "constructor"], ["asymmetricMatch"]]',
    ],
    ['an endless list', '{ "length": 4294967295 }'],
    ['a promise', '[9, 8, "instance", "Promise", ["then"], []]'],
    ['itself', '[10, 1]'],
  ])('that always answers %s fails', async (_, value) => {
    const record = await graded(`send({ ready: 1 }); serve(() => '{"value":${value}}');`);
    expect(['failed', 'error']).toContain(record.status);
    expect(record.points).toBe(0);
  });

  it.each([
    ['is no JSON', `'{"value":'`],
    ['is no object', `'[]'`],
    ['is neither answer nor question', `'{}'`],
    ['is a question of an unknown kind', `'{"ask":"secrets"}'`],
    ['is a value of no form', `'{"value":[77]}'`],
    ['names what was never given', `'{"value":[10,4711]}'`],
    ['calls what was never given', `'{"ask":"call","ref":4711,"method":null,"args":[0]}'`],
    ['calls a method that has no name', `'{"ask":"call","ref":1,"method":{},"args":[0]}'`],
  ])('whose frame %s is not believed any more', async (_, frame) => {
    const record = await graded(
      `send({ ready: 1 }); send(polite(receive())); serve(() => ${frame});`,
    );
    expect(record).toMatchObject({ status: 'failed', points: 0 });
    expect(messages(record)).toContain('your code gave something that cannot be read');
  });

  it('that announces more than a frame may hold is not believed', async () => {
    const record = await graded(
      'send({ ready: 1 }); receive(); raw(Buffer.alloc(10), 0x7fffffff); for (;;);',
    );
    expect(messages(record)).toContain('a frame of 2147483647 bytes is more than');
  });

  it('cannot reach the trusted side through what it was given', async () => {
    const reach = `
      send({ ready: 1 });
      const found = [];
      serve((request) => {
        if (request.do !== 'call' || request.method !== 'watch') return polite(request);
        const [, [, ref]] = request.args;
        for (const ask of [
          { ask: 'call', ref, method: 'constructor', args: [0, 'return process'] },
          { ask: 'call', ref, method: 'call', args: [0, [1]] },
          { ask: 'call', ref, method: 'bind', args: [0, [1]] },
          { ask: 'read', ref, key: 'constructor' },
          { ask: 'read', ref, key: '__proto__' },
        ]) { send(ask); found.push(receive()); }
        return { value: [1], printed: JSON.stringify(found) };
      });`;
    const record = await graded(reach);
    expect(messages(record)).toContain('nothing callable was announced');
    expect(record.tests.map(({ output }) => output).join('')).toBe('');
    expect(record.points).toBe(0);
  });

  it('learns nothing of what a callback expects', async () => {
    const listen = `
      send({ ready: 1 });
      let heard = '';
      serve((request) => {
        if (request.method !== 'watch') return { ...polite(request), printed: heard };
        const [, [, ref]] = request.args;
        send({ ask: 'call', ref, method: null, args: [0, { key: 'a', text: 'b', rev: 9 }] });
        for (let frame; (frame = receive()), heard += JSON.stringify(frame), 'do' in frame; ) send({ value: 'wrong' });
        return { value: [1], printed: heard };
      });`;
    const record = await graded(listen);
    const printed = record.tests.map(({ output }) => output).join('');
    expect(printed).toContain('the test has failed');
    for (const marker of hiddenMarkers) expect(printed).not.toContain(marker);
  });

  it.each([
    ['with nothing', '[]'],
    ['with one answer too few', 'r.steps.slice(1).map(() => ({ value: true }))'],
    ['with one answer too many', '[...r.steps, 1].map(() => ({ value: true }))'],
    ['with a list that is longer than it is', '{ length: r.steps.length }'],
  ])('that answers a batch %s has not answered it', async (_, answers) => {
    const record = await graded(
      `send({ ready: 1 }); serve((r) => (r.do === 'batch' ? { value: ${answers} } : polite(r)));`,
    );
    expect(messages(record)).toContain('a batch gave another number of answers than it has steps');
  });

  it('whose batch holds an answer of no form is not believed any more', async () => {
    const record = await graded(
      "send({ ready: 1 }); serve((r) => (r.do === 'batch' ? { value: r.steps.map(() => ({})) } : polite(r)));",
    );
    expect(messages(record)).toContain('a frame is neither an answer nor a question');
  });

  it('that gives no arguments back has not given them', async () => {
    const record = await graded(
      'send({ ready: 1 }); serve((r) => (r.copyBack ? { value: { value: 1, args: [0] } } : polite(r)));',
    );
    expect(messages(record)).toContain('a call did not give its arguments back');
  });

  it('that writes without ever reading is stopped in time, though both sides then wait', async () => {
    const flood = `
      send({ ready: 1 });
      const question = JSON.stringify({ ask: 'module', from: 'x'.repeat(3000), specifier: './none' });
      for (;;) send(question);`;
    expect(await graded(flood)).toMatchObject({ status: 'timed-out', points: 0 });
  });

  it('that sends half a frame and sleeps is stopped in time', async () => {
    const half = `send({ ready: 1 }); receive(); writeSync(3, Buffer.from([0, 0]));
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`;
    expect(await graded(half)).toMatchObject({ status: 'timed-out', points: 0 });
  });

  it('that closes the channel and lives on is ended', async () => {
    const record = await graded('send({ ready: 1 }); receive(); closeSync(3); for (;;);');
    expect(record).toMatchObject({ status: 'failed', points: 0 });
    expect(messages(record)).toContain('your code ended its own process');
  });

  it('that prints without end fills no record', async () => {
    const record = await graded(
      "send({ ready: 1 }); serve((r) => ({ ...polite(r), printed: 'x'.repeat(3e6) }));",
    );
    expect(JSON.stringify(record).length).toBeLessThan(1_000_000);
  });

  it('that calls back for ever is stopped', async () => {
    const again = `
      send({ ready: 1 });
      function answer(request) {
        if (request.method !== 'watch' && request.method !== 'write') return polite(request);
        const ref = request.method === 'watch' ? (answer.ref = request.args[1][1]) : answer.ref;
        if (!ref) return polite(request);
        send({ ask: 'call', ref, method: null, args: [0, { key: 'a', text: '', rev: 1 }] });
        for (let frame; (frame = receive()), 'do' in frame; ) send(answer(frame));
        return { value: [1] };
      }
      serve(answer);`;
    expect(await graded(again)).toMatchObject({ points: 0 });
  });

  it('that never was a box is our trouble, not the learner’s zero', async () => {
    expect(await graded('process.exit(1);')).toMatchObject({
      status: 'not-gradable',
      points: 0,
      problem: { kind: 'no-box' },
    });
  });
});
