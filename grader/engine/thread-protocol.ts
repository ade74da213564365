import type { Ends } from '../boundary/frame.ts';
import type { Loss } from '../boundary/lost.ts';
import type { ModuleAnswer } from '../boundary/protocol.ts';
import type { EntryFile } from '../boundary/session.ts';
import type { RawRun } from './raw-run.ts';
import type { SuiteCode } from './suite-code.ts';

/** Main thread -> suite thread: one grading. */
export interface GradeOrder {
  readonly suite: SuiteCode;
  readonly entry: EntryFile;
  readonly seed: number;
  /** Tell of each failed test how it went, step by step. */
  readonly trace: boolean;
  readonly untilFailure: boolean;
}

/** Main thread -> suite thread: only say which tests a suite holds. */
export interface ListOrder {
  readonly list: Pick<SuiteCode, 'code' | 'externals'>;
}

/** Suite thread -> main thread, without an answer. */
export type Notice =
  | { readonly say: 'listed'; readonly tests: string[] }
  | { readonly say: 'box-ready' }
  | { readonly say: 'done'; readonly run: RawRun }
  | { readonly say: 'broke'; readonly message: string };

/** Suite thread -> main thread; the suite thread sleeps until the answer is there. */
export type ThreadQuestion =
  | { readonly ask: 'box'; readonly previousFailed: boolean }
  | { readonly ask: 'why-lost' }
  | { readonly ask: 'module'; readonly from: string; readonly specifier: string };

/** Why there is no further box: the grading is over, or this machine cannot give one. */
export interface BoxRefusal {
  readonly refused: 'over' | 'no-box';
  readonly message: string;
}

/** The main thread's answer to each question. */
export interface ThreadAnswers {
  readonly box: Ends | BoxRefusal;
  readonly 'why-lost': Loss;
  readonly module: ModuleAnswer;
}

/** What the suite thread is started with: the memory of its Pulse. */
export interface ThreadStart {
  readonly pulse: SharedArrayBuffer;
}
