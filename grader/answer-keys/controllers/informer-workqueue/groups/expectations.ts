import { type ManualClock, manualClock } from 'course/kit';
import { describe, expect, it } from 'vitest';
import { ControllerExpectations } from '#exercise/controllers/informer-workqueue';
import { shown } from '#suite';
import { type Call, run } from './set-up.ts';

/** The groups of this part. */
export function expectationGroups(): void {
  describe('Expectations', expectationsTests);
}

function expectationsTests(): void {
  const k = 'd/web';
  const satisfied: Call = ['satisfied', k];
  const created: Call = ['creationObserved', k];
  const deleted = (child: string): Call => ['deletionObserved', k, child];

  function expectations() {
    const time = manualClock(0);
    const expected = new ControllerExpectations({ now: () => time.now() });
    return { expected, clock: shown<ManualClock>(time, 'clock', expected) };
  }

  /** What `satisfied` says between these calls. */
  function answers(...calls: Call[]): unknown[] {
    const { expected } = expectations();
    return run(expected, ...calls).filter((each) => typeof each === 'boolean');
  }

  it('where nothing was expected, all is well', () => {
    expect(answers(satisfied, created, deleted('d/p'), satisfied), 'rules 26, 28').toEqual([
      ...[true, true],
    ]);
  });

  it('creations are counted', () => {
    expect(
      answers(['expectCreations', k, 2], satisfied, created, satisfied, created, satisfied),
      'rules 26, 28',
    ).toEqual([false, false, true]);
  });

  it('deletions are known by the child: seeing one twice is seeing one', () => {
    expect(
      answers(
        ['expectDeletions', k, ['d/p', 'd/q']],
        ...[deleted('d/p'), deleted('d/p'), deleted('d/x'), satisfied, deleted('d/q'), satisfied],
      ),
      'rule 28',
    ).toEqual([false, true]);
  });

  it('no creations or no children are no expectation', () => {
    expect(
      answers(['expectCreations', k, 0], satisfied, ['expectDeletions', k, []], satisfied),
      'rule 27',
    ).toEqual([true, true]);
  });

  it('a child named twice is one', () => {
    expect(
      answers(['expectDeletions', k, ['d/p', 'd/p']], deleted('d/p'), satisfied),
      'rule 27',
    ).toEqual([true]);
  });

  it('a new expectation replaces the old one, also one of the other kind', () => {
    expect(
      answers(
        ...([['expectCreations', k, 9], ['expectCreations', k, 1], created, satisfied] as Call[]),
      ),
      'Creations after creations, rule 27',
    ).toEqual([true]);
    expect(
      answers(
        ...([
          ['expectCreations', k, 9],
          ['expectDeletions', k, ['d/p']],
        ] as Call[]),
        ...[satisfied, deleted('d/p'), satisfied],
      ),
      'Deletions after creations, rule 27',
    ).toEqual([false, true]);
    expect(
      answers(
        ...([
          ['expectDeletions', k, ['d/p']],
          ['expectCreations', k, 1],
        ] as Call[]),
        ...[satisfied, created, satisfied],
      ),
      'Creations after deletions, rule 27',
    ).toEqual([false, true]);
  });

  it('more creations seen than expected are not saved up', () => {
    expect(
      answers(
        ...([['expectCreations', k, 1], created, created, created, satisfied] as Call[]),
        ...([['expectCreations', k, 1], satisfied] as Call[]),
      ),
      'rule 28',
    ).toEqual([true, false]);
  });

  it('what is seen before it is expected does not count', () => {
    expect(
      answers(created, ['expectCreations', k, 1], satisfied),
      'rule 28: an expectation is set before the request is sent',
    ).toEqual([false]);
  });

  it('one kind does not stand for the other', () => {
    expect(answers(['expectCreations', k, 1], deleted('d/p'), satisfied), 'rule 28').toEqual([
      false,
    ]);
    expect(answers(['expectDeletions', k, ['d/p']], created, satisfied), 'rule 28').toEqual([
      false,
    ]);
  });

  it('after more than five minutes nobody waits any longer', () => {
    const { expected, clock } = expectations();
    expected.expectCreations(k, 1);
    clock.advance(300_000);
    expect(expected.satisfied(k), 'After 300,000 ms, rule 29').toBe(false);
    clock.advance(1);
    expect(expected.satisfied(k), 'After 300,001 ms, rule 29').toBe(true);
  });

  it('a new expectation starts the time anew, what is seen does not', () => {
    const { expected, clock } = expectations();
    expected.expectCreations(k, 3);
    clock.advance(200_000);
    run(expected, ['expectDeletions', k, ['d/p', 'd/q']]);
    clock.advance(200_000);
    expect(expected.satisfied(k), '200 s after the new expectation, rule 27').toBe(false);
    expected.deletionObserved(k, 'd/p');
    clock.advance(100_001);
    expect(expected.satisfied(k), '300,001 ms after it, rule 28').toBe(true);
  });

  it('forget leaves nothing', () => {
    expect(
      answers(
        ...([['expectCreations', k, 1], ['forget', k], satisfied] as Call[]),
        ...([created, ['expectCreations', k, 1], satisfied] as Call[]),
      ),
      'rule 30',
    ).toEqual([true, false]);
  });

  it('keys do not touch each other', () => {
    const { expected } = expectations();
    run(
      expected,
      ...([
        ['expectCreations', 'd/x', 1],
        ['expectDeletions', k, ['d/p']],
        ['creationObserved', 'd/x'],
        ['deletionObserved', 'd/x', 'd/p'],
      ] as Call[]),
    );
    expect(run(expected, ['satisfied', 'd/x'], satisfied), 'rule 30').toEqual([true, false]);
    run(expected, ['expectCreations', 'd/x', 1], ['forget', k]);
    expect(run(expected, ['satisfied', 'd/x'], satisfied), 'rule 30').toEqual([false, true]);
  });
}
