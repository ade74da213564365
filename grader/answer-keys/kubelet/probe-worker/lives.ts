import { formatTime } from 'course/kit';
import fc from 'fast-check';
import type { Facts, Round } from './model.ts';
import { podWith, start } from './pods.ts';

/** What happens to a container before a round. */
type Event =
  | 'answers'
  | 'fails'
  | 'breaks'
  | 'starts up'
  | 'crashes'
  | 'is replaced'
  | 'is deleted'
  | 'ends';

const event = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Event>('answers') },
  { weight: 8, arbitrary: fc.constant<Event>('fails') },
  ...(['breaks', 'starts up', 'crashes', 'is replaced'] as const).map((arbitrary) => ({
    weight: 2,
    arbitrary: fc.constant<Event>(arbitrary),
  })),
  { weight: 1, arbitrary: fc.constant<Event>('is deleted') },
  { weight: 1, arbitrary: fc.constant<Event>('ends') },
);

/** A worker and the life of its container. */
export interface Life extends Facts {
  readonly events: readonly Event[];
  readonly never: boolean;
  readonly rounds: readonly Round[];
}

export const life: fc.Arbitrary<Life> = fc
  .record({
    type: fc.constantFrom('startup', 'liveness', 'readiness'),
    success: fc.integer({ min: 1, max: 3 }),
    failure: fc.integer({ min: 1, max: 3 }),
    delay: fc.constantFrom(0, 0, 15),
    never: fc.boolean(),
    events: fc.array(event, { minLength: 1, maxLength: 14 }),
  })
  .map((facts) => {
    const rounds = roundsOf(facts.events, facts.never);
    return { ...facts, rounds, [fc.toStringMethod]: () => told(facts) };
  });

function told({ type, success, failure, delay, never, events }: Omit<Life, 'rounds'>): string {
  const policy = never ? ', restartPolicy Never' : '';
  return `a ${type} worker (successThreshold ${success}, failureThreshold ${failure}, initialDelaySeconds ${delay}${policy}) whose container, not started at first, goes through: ${events.join(', ')}`;
}

/** A round every ten seconds. */
function roundsOf(events: readonly Event[], never: boolean): Round[] {
  let [lives, started, deleted, ended, born] = [1, false, false, false, 0];
  return events.map((what, i) => {
    const now = start + i * 10_000;
    if (what === 'is replaced') [lives, started, born] = [lives + 1, false, i * 10_000];
    if (what === 'starts up') started = true;
    if (what === 'is deleted') deleted = true;
    if (what === 'ends') ended = true;
    const pod = podWith({
      id: `c${lives}`,
      state:
        what === 'crashes'
          ? { terminated: { exitCode: 1 } }
          : { running: { startedAt: formatTime(start + born) } },
      started,
      ...(ended && { phase: 'Failed' }),
      ...(never && { restartPolicy: 'Never' }),
      deleted,
    });
    return {
      pod,
      now,
      answer: what === 'breaks' ? null : what === 'fails' ? 'failure' : 'success',
    };
  });
}
