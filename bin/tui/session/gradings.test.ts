import { describe, expect, it } from 'vitest';
import type { Ports, ResultRecord, WatchListener } from '../ports.ts';
import { Gradings } from './gradings.ts';
import type { Happening } from './happening.ts';

const record = { exercise: 'etcd/watch', status: 'failed' } as ResultRecord;

/** Gradings of an exercise whose file is untouched, or not, when it is opened. */
function opened(untouched: boolean) {
  const told: Happening[] = [];
  const file = { untouched };
  let events: WatchListener | undefined;
  const ports = {
    grader: {
      watch: (_: string, given: WatchListener) => {
        events = given;
        return () => {};
      },
    },
    progress: { keepVerdict: () => {}, read: () => ({}) },
    workspace: { isUntouched: () => file.untouched },
    clock: { after: () => () => {} },
    log: { write: () => {} },
  } as unknown as Ports;
  new Gradings(ports, (event) => told.push(event)).watch('etcd/watch');
  const verdict = () => {
    events!.started();
    events!.graded(record);
    return told.filter(({ type }) => type === 'graded' || type === 'not-begun').at(-1);
  };
  return { file, verdict };
}

describe('the verdict comes to the front', () => {
  it('after a save, not when the exercise is opened', () => {
    const { verdict } = opened(false);
    expect(verdict()).toMatchObject({ type: 'graded', turn: false });
    expect(verdict()).toMatchObject({ type: 'graded', turn: true });
  });

  it('also when the save came before the first grading had read the file', () => {
    const { file, verdict } = opened(true);
    file.untouched = false;
    expect(verdict()).toMatchObject({ type: 'graded', turn: true });
  });

  it('not while there is only the stub', () => {
    expect(opened(true).verdict()).toMatchObject({ type: 'not-begun' });
  });
});
