import { expect, it } from 'vitest';
import { printBriefly } from '../verdict/print-value.ts';
import { CallLog, type LoggedCall } from './call-log.ts';
import { printCall } from './print-call.ts';
import { Tag } from './wire.ts';

const names = {
  learners: () => 'store',
  suites: (id: number) => (id === 1 ? 'the callback' : undefined),
};
const print = (call: Partial<LoggedCall>) =>
  printCall(
    { by: 'test', label: 'f', args: null, outcome: null, ...call },
    printBriefly,
    names,
    360,
  );

it('a call reads as a person would write it', () => {
  const args = [Tag.array, 'a', { rev: 2 }, [Tag.undefined]];
  expect(print({ label: 'store.put', args, outcome: { value: [Tag.array, 1] } })).toBe(
    'store.put("a", { rev: 2 }, undefined) -> [1]',
  );
});

it('a call that gives nothing shows no result, a property no brackets', () => {
  expect(print({ args: [Tag.array], outcome: { value: [Tag.undefined] } })).toBe('f()');
  expect(print({ label: 'store.size', outcome: { value: 3 } })).toBe('store.size -> 3');
  expect(print({ label: 'store.size =', args: [Tag.array, 3] })).toBe('store.size = 3');
});

it('an error shows its name and message', () => {
  const threw = [Tag.error, 'EtcdError', 'compacted', 'stack', {}];
  expect(print({ args: [Tag.array], outcome: { threw } })).toBe(
    'f() -> threw EtcdError: compacted',
  );
});

it('what stayed on the other side is shown by its name', () => {
  const args = [Tag.array, [Tag.yours, 1], [Tag.mine, 1, 'function', 'onEvent', [], []]];
  expect(print({ args })).toBe('f(store, function onEvent)');
  expect(print({ by: 'learner', label: 'notify', args: [Tag.array, [Tag.yours, 1]] })).toBe(
    '  your code called notify(the callback)',
  );
});

it("something of the suite's own is shown by its name, if it has one", () => {
  const object = (id: number) => [Tag.object, id, {}, ['write'], []];
  expect(print({ label: 'new Lessor', args: [Tag.array, object(1), object(2)] })).toBe(
    'new Lessor(the callback, {})',
  );
});

it('a call that gives nothing but methods shows no result', () => {
  const object = (data: object) => [Tag.object, 2, { ...data }, ['put'], []];
  const write = { label: 'store.write', args: [Tag.array] };
  expect(print({ ...write, outcome: { value: object({}) } })).toBe('store.write()');
  expect(print({ ...write, outcome: { value: object({ id: 7 }) } })).toBe(
    'store.write() -> { id: 7 }',
  );
});

it('what happens before an answer stands before the answer', () => {
  const args = [Tag.array, 'a'];
  expect(print({ by: 'learner', label: 'txn', args })).toBe('  your code called txn("a")');
  expect(print({ by: 'meanwhile', label: 'store.put', args, outcome: { value: 3 } })).toBe(
    '    meanwhile store.put("a") -> 3',
  );
  expect(print({ by: 'answer', label: 'txn', outcome: { value: false } })).toBe(
    '    answer to txn -> false',
  );
});

it('an answer of its own is not counted among the calls left out', () => {
  const log = new CallLog(({ label }) => label);
  const add = (by: 'learner' | 'answer') => log.add({ by, label: by, args: null, outcome: null });
  for (let i = 1; i <= 10; i++) for (const by of ['learner', 'answer'] as const) add(by);
  expect(log.read()[4]).toBe('... 4 more calls ...');
});

it('the first and the last calls of many are kept', () => {
  const log = new CallLog(({ label }) => label);
  for (let i = 1; i <= 20; i++) log.add({ by: 'test', label: `${i}`, args: null, outcome: null });
  expect(log.read()).toEqual([
    '1',
    '2',
    '3',
    '4',
    '... 8 more calls ...',
    '13',
    '14',
    '15',
    '16',
    '17',
    '18',
    '19',
    '20',
  ]);
  log.clear();
  expect(log.read()).toEqual([]);
});

it('the fewer the calls, the more is told of each', () => {
  const log = new CallLog((_, room) => String(room));
  const add = () => log.add({ by: 'test', label: 'f', args: null, outcome: null });
  add();
  expect(log.read()).toEqual(['1600']);
  for (let calls = 2; calls <= 8; calls += 1) add();
  expect(log.read()).toEqual(Array(8).fill('500'));
  for (let calls = 9; calls <= 20; calls += 1) add();
  expect(log.read()[0]).toBe('360');
});

it('a call whose values cannot be read is shown without them', () => {
  const log = new CallLog((call) => printCall(call, printBriefly, names, 360));
  log.add({ by: 'learner', label: 'notify', args: [Tag.array, [99]], outcome: null });
  expect(log.read()).toEqual(['notify(...)']);
});

it('for a trace many are kept, and the short form stays what it was', () => {
  const log = new CallLog(({ label }) => label);
  log.keepMany();
  const add = (label: string) => log.add({ by: 'test', label, args: null, outcome: null });
  for (let number = 1; number <= 20; number += 1) add(String(number));
  expect(log.readAll()).toHaveLength(20);
  expect(log.read()).toEqual([
    ...['1', '2', '3', '4', '... 8 more calls ...'],
    ...['13', '14', '15', '16', '17', '18', '19', '20'],
  ]);
  for (let number = 21; number <= 410; number += 1) add(String(number));
  expect(log.readAll().slice(3, 6)).toEqual(['4', '... 10 more calls ...', '15']);
  expect(log.read()[4]).toBe('... 398 more calls ...');
});
