import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { madeRecord } from '../testing/records.ts';
import { ClassStore, type StoredLearner, type StoredWork } from './class-store.ts';
import type { NewJob } from './job-queue.ts';

const job = (id: string): NewJob => ({
  id,
  exercise: 'etcd/watch',
  tree: 't',
  file: 'f.ts',
  suite: 's',
});
const work = (learner: string, id: string | null): StoredWork => {
  return {
    learner,
    exercise: 'etcd/watch',
    job: id,
    missing: id === null ? 'not-submitted' : null,
  };
};
const learner = (id: string): StoredLearner => ({
  ...{ id, name: id, email: '', group: '', extension: null, entry: `/in/${id}`, kind: 'folder' },
  ...{ tree: 't', submittedMs: 1, problem: null, remarks: [], inRoster: true },
});

let dir: string;
let now: number;
let store: ClassStore;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'class-store-'));
  now = 1000;
  store = ClassStore.open(dir, () => now);
  await store.put([job('a'), job('b')]);
  store.enroll([learner('ada'), learner('bob')], [work('ada', 'a'), work('bob', 'b')]);
});

afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

describe('a job', () => {
  it('is claimed by one owner and recorded once', async () => {
    expect(await store.claim('x', 100)).toMatchObject({ id: 'a', tries: 0 });
    expect(await store.claim('y', 100)).toMatchObject({ id: 'b' });
    expect(await store.claim('z', 100)).toBeNull();
    expect(await store.record('a', 'y', { record: madeRecord() })).toBe('not-yours');
    expect(await store.record('a', 'x', { record: madeRecord() })).toBe('done');
    expect(await store.record('a', 'x', { record: madeRecord({ points: 0 }) })).toBe('not-yours');
    expect(store.recordOf('a')).toEqual(madeRecord());
    expect(store.progress()).toEqual({ all: 2, done: 1 });
  });

  it('is free again when its lease runs out, unless that was renewed', async () => {
    await store.claim('x', 100);
    await store.claim('x', 100);
    now += 60;
    expect(await store.renew('a', 'x', 100)).toBe(true);
    now += 60;
    expect(await store.claim('y', 100)).toMatchObject({ id: 'b' });
    expect(await store.renew('b', 'x', 100)).toBe(false);
    expect(await store.record('b', 'x', { record: madeRecord() })).toBe('not-yours');
  });

  it('whose lease ran out comes before one that was tried, in the order of all', async () => {
    await store.claim('x', 100);
    await store.claim('x', 1e9);
    expect(await store.record('b', 'x', { trouble: 'the power went' })).toBe('again');
    now += 101;
    expect(await store.claim('y', 100)).toMatchObject({ id: 'a', tries: 0 });
    expect(await store.claim('y', 100)).toMatchObject({ id: 'b', tries: 1 });
  });

  it('is free at once when its owner is known to be gone', async () => {
    await store.claim('dead', 1e9);
    await store.claim('alive', 1e9);
    store.releaseDead((owner) => owner === 'alive');
    expect(await store.claim('y', 100)).toMatchObject({ id: 'a' });
    expect(await store.claim('y', 100)).toBeNull();
  });

  it('survives a store that was closed', async () => {
    await store.claim('x', 100);
    await store.record('a', 'x', { record: madeRecord() });
    store.close();
    store = ClassStore.open(dir, () => now);
    expect(store.recordOf('a')).toEqual(madeRecord());
  });

  it('that nobody hands in any more is not graded', async () => {
    store.enroll([learner('ada')], [work('ada', 'a')]);
    await store.claim('x', 100);
    expect(await store.claim('x', 100)).toBeNull();
  });

  it('put again stays as it is', async () => {
    await store.claim('x', 100);
    await store.record('a', 'x', { record: madeRecord() });
    await store.put([job('a')]);
    expect(store.summary('a')).toMatchObject({ done: true, points: 60 });
  });
});

describe('a try that decides nothing', () => {
  const tryThree = async (result: Parameters<ClassStore['record']>[2]) => {
    store.enroll([learner('ada')], [work('ada', 'a')]);
    const ends: string[] = [];
    for (let i = 0; i < 3; i += 1) {
      await store.claim('x', 100);
      ends.push(await store.record('a', 'x', result));
    }
    expect(ends).toEqual(['again', 'again', 'aside']);
    return store.summary('a')!;
  };

  it('comes after jobs that were not tried yet', async () => {
    await store.claim('x', 100);
    await store.record('a', 'x', { trouble: 'the power went' });
    expect(await store.claim('x', 100)).toMatchObject({ id: 'b' });
    expect(await store.claim('x', 100)).toMatchObject({ id: 'a', tries: 1 });
  });

  it('sets the job aside after the third time, without a grade when the trouble is ours', async () => {
    expect(await tryThree({ trouble: 'the power went' })).toMatchObject({
      ...{ done: true, status: null, points: 0, aside: 'the power went (3 times)' },
    });
  });

  it('keeps the verdict of a submission that ended its own box each time', async () => {
    expect(await tryThree({ record: madeRecord({ boxesEnded: 1 }) })).toMatchObject({
      ...{ status: 'failed', points: 60, aside: 'it ended or crashed its own box (3 times)' },
    });
  });

  it('gets a new chance in the next run when the trouble was ours, not when there is a verdict', async () => {
    await tryThree({ trouble: 'the power went' });
    store.retryTroubles();
    expect(store.summary('a')).toMatchObject({ done: false, aside: null });
    await tryThree({ record: madeRecord({ boxesEnded: 1 }) });
    store.retryTroubles();
    expect(store.summary('a')).toMatchObject({ done: true });
  });

  it('is followed by one that counts', async () => {
    await store.claim('x', 100);
    await store.record('a', 'x', { record: madeRecord({ status: 'error', points: 0 }) });
    store.enroll([learner('ada')], [work('ada', 'a')]);
    await store.claim('x', 100);
    expect(await store.record('a', 'x', { record: madeRecord() })).toBe('done');
    expect(store.summary('a')).toMatchObject({ status: 'failed', points: 60, aside: null });
  });
});

it("a learner's earlier works are kept", () => {
  now = 2000;
  store.enroll([learner('ada')], [work('ada', 'b')]);
  now = 3000;
  store.enroll([learner('ada')], [work('ada', 'b')]);
  expect(store.formerWorks('ada', 'etcd/watch')).toMatchObject([{ job: 'a', untilMs: 2000 }]);
  expect(store.formerWorks('bob', 'etcd/watch'), 'left the class').toMatchObject([{ job: 'b' }]);
  expect(store.works()).toEqual([{ ...work('ada', 'b'), since_ms: 2000 }]);
});

it('overrides are all kept, in order', () => {
  store.override({ learner: 'ada', exercise: 'etcd/watch', points: 5, reason: 'one' });
  store.override({ learner: 'ada', exercise: 'etcd/watch', points: null, reason: 'two' });
  expect(store.overrides().map(({ points, reason }) => [points, reason])).toEqual([
    [5, 'one'],
    [null, 'two'],
  ]);
});
