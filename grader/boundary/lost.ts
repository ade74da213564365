/** Why a box is gone, as the thread that owns it knows. */
export interface Loss {
  readonly reason: 'timed-out' | 'ended' | 'memory' | 'starved';
  /** How the process ended, in a few words; empty when there is nothing to add. */
  readonly detail: string;
}

/** The learner's process is gone in the middle of a request. */
export class BoxLost extends Error {
  override readonly name = 'BoxLost';
  constructor(
    readonly reason: Loss['reason'] | 'broken',
    detail = '',
  ) {
    super(messages[reason] + (detail && ` (${detail})`));
  }
}

/** There is no further box, because the grading is over or because this machine cannot give one: never the learner's fault. */
export class BoxRefused extends Error {
  override readonly name = 'BoxRefused';
  constructor(
    message: string,
    readonly why: 'over' | 'no-box',
  ) {
    super(message);
  }
}

const messages = {
  'timed-out': 'your code did not come back in time: an endless loop, or far too much work',
  ended: 'your code ended its own process',
  memory: 'your code crashed its process: most likely it ran out of memory',
  starved: 'this machine is too busy to grade',
  broken: 'your code gave something that cannot be read',
};
