import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Exercise } from '../../../exercises/catalog.ts';
import { parseAssignment } from './assignment.ts';
import { ClassInputError } from './class-input-error.ts';
import { dueFor, lateness } from './late.ts';
import { parseRoster } from './roster.ts';

const catalog = ['etcd/watch', 'etcd/lease'].map(
  (id) => ({ id, points: { A: 60, B: 40 }, answerKey: `/course/${id}` }) as unknown as Exercise,
);
const parse = (value: unknown, path = 'a.json') =>
  parseAssignment(typeof value === 'string' ? value : JSON.stringify(value), path, catalog);

describe('an assignment', () => {
  it('counts all exercises with their own points unless it says otherwise', () => {
    const { exercises, dueMs, feedback } = parse({});
    expect(exercises.map(({ exercise, points }) => [exercise.id, points])).toEqual([
      ['etcd/watch', 100],
      ['etcd/lease', 100],
    ]);
    expect({ dueMs, feedback }).toEqual({ dueMs: null, feedback: 'class' });
  });

  it('a list of exercises counts with their own points, and nothing else is a list', () => {
    const { exercises } = parse({ exercises: ['etcd/lease'] });
    expect(exercises).toMatchObject([{ exercise: { id: 'etcd/lease' } }]);
    const own = Object.values(exercises[0]!.exercise.points).reduce((a, b) => a + b, 0);
    expect(exercises[0]!.points).toBe(own);
    expect(() => parse({ exercises: ['etcd/leash'] })).toThrow('there is no exercise "etcd/leash"');
    expect(() => parse({ exercises: 7 })).toThrow('"etcd/mvcc-store": 10');
  });

  it('names exercises with the points of the class, and when it is due', () => {
    const { exercises, dueMs } = parse({
      exercises: { 'etcd/lease': 10 },
      due: '2026-11-30T23:59:00+01:00',
    });
    expect(exercises).toMatchObject([{ exercise: { id: 'etcd/lease' }, points: 10 }]);
    expect(dueMs).toBe(Date.parse('2026-11-30T22:59:00Z'));
  });

  it("takes the school's own answer keys where there are some", () => {
    const dir = mkdtempSync(join(tmpdir(), 'answer-keys-'));
    mkdirSync(join(dir, 'keys/etcd/watch'), { recursive: true });
    writeFileSync(join(dir, 'keys/etcd/watch/suite.test.ts'), '');
    const { exercises } = parse({ answerKeys: 'keys' }, join(dir, 'a.json'));
    rmSync(dir, { recursive: true });
    expect(exercises.map(({ exercise }) => exercise.answerKey)).toEqual([
      join(dir, 'keys/etcd/watch'),
      '/course/etcd/lease',
    ]);
  });

  it.each([
    ['not JSON', '{', /a\.json: is not JSON/],
    ['an unknown exercise', { exercises: { 'etcd/wtach': 1 } }, /no exercise "etcd\/wtach"/],
    ['a misspelled field', { exercices: {} }, /exercices/],
    ['a due time without a zone', { due: '2026-11-30 23:59' }, /due is "2026-11-30 23:59"/],
    [
      'a late rule without a due time',
      { late: { percentPerDay: 10 } },
      /late is set, but due is not/,
    ],
    ['answer keys that are not there', { answerKeys: 'nowhere' }, /answerKeys names .*nowhere/],
    [
      'too many percent',
      { due: '2026-11-30T23:59Z', late: { percentPerDay: 200 } },
      /percentPerDay is 200/,
    ],
  ])('%s is refused', (_, value, message) => {
    expect(() => parse(value)).toThrow(ClassInputError);
    expect(() => parse(value)).toThrow(message);
  });
});

describe('a roster', () => {
  it('needs ids alone', () => {
    expect(parseRoster('ID\nada\nbob\n', 'r.csv')).toMatchObject([
      { id: 'ada', name: 'ada', email: '', group: '', extension: null, entry: 'ada' },
      { id: 'bob' },
    ]);
  });

  it('knows names, groups, extensions, and where the work lies; spreadsheets use ; and a BOM', () => {
    const text =
      '\uFEFFid;name;email;group;extension;submitted;entry\n1;Ada L.;a@x.org;g1;48h;2026-11-30T10:00Z;lovelace_1\n';
    expect(parseRoster(text, 'r.csv')).toEqual([
      {
        ...{ id: '1', name: 'Ada L.', email: 'a@x.org', group: 'g1', entry: 'lovelace_1' },
        extension: { hours: 48 },
        submittedMs: Date.parse('2026-11-30T10:00Z'),
      },
    ]);
  });

  it.each([
    ['no id column', 'name\nada\n', /no column "id", only name/],
    ['an empty id', 'id,name\n,ada\n', /line 2: the id is empty/],
    ['an id twice', 'id\nada\nbob\nada\n', /line 4: the id "ada" is on line 2 already/],
    ['an extension in words', 'id,extension\nada,two days\n', /line 2: extension is "two days"/],
    ['broken quotes', 'id,name\n1,"ada\n', /not CSV/],
  ])('%s is refused', (_, text, message) => {
    expect(() => parseRoster(text, 'r.csv')).toThrow(ClassInputError);
    expect(() => parseRoster(text, 'r.csv')).toThrow(message);
  });
});

describe('lateness', () => {
  const hour = 3_600_000;
  const rule = { percentPerDay: 10, graceMinutes: 15, atMostPercent: 50, closesAfterDays: 7 };

  it.each([
    ['in time', -1, 0],
    ['within the grace', 0.25, 0],
    ['an hour late', 1, 10],
    ['a day late', 24, 10],
    ['a day and a minute late', 24 + 1 / 60, 20],
    ['so late that the most is taken off', 24 * 6, 50],
    ['on the closing day', 24 * 7, 50],
    ['after the closing day', 24 * 7 + 1, 100],
  ])('%s', (_, hours, percentOff) => {
    expect(lateness(1e12 + hours * hour, 1e12, rule).percentOff).toBe(percentOff);
  });

  it('costs nothing without a rule or a due time', () => {
    expect(lateness(2e12, 1e12, null)).toEqual({ lateMs: 1e12, percentOff: 0 });
    expect(lateness(2e12, null, rule)).toEqual({ lateMs: 0, percentOff: 0 });
  });

  it("is counted from the learner's own due time", () => {
    expect(dueFor(1e12, { hours: 48 })).toBe(1e12 + 48 * hour);
    expect(dueFor(1e12, { untilMs: 3e12 })).toBe(3e12);
    expect(dueFor(1e12, { untilMs: 1 }), 'an extension never shortens').toBe(1e12);
    expect(dueFor(null, { hours: 48 })).toBeNull();
  });
});
