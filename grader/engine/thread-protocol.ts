import type { BoxEnds } from '../boundary/channel.ts';
import type { ModuleAnswer } from '../boundary/protocol.ts';
import type { LostReason } from '../boundary/session.ts';
import type { RawRun } from './raw-run.ts';
import type { SuiteCode } from './suite-code.ts';

/** Main thread -> suite thread: one grading. */
export interface GradeOrder {
  readonly suite: SuiteCode;
  readonly entry: { readonly file: string; readonly code: string };
  readonly seed: number;
}

/** Suite thread -> main thread, without an answer. */
export type Notice =
  | { readonly say: 'test-started' }
  | { readonly say: 'test-ended' }
  | { readonly say: 'done'; readonly run: RawRun }
  | { readonly say: 'broke'; readonly message: string };

/** Suite thread -> main thread; the suite thread sleeps until the answer is there. */
export type ThreadQuestion =
  | { readonly ask: 'box'; readonly previousFailed: boolean }
  | { readonly ask: 'why-lost' }
  | { readonly ask: 'module'; readonly from: string; readonly specifier: string };

/** The main thread's answer to each question. */
export interface ThreadAnswers {
  readonly box: BoxEnds | { readonly refused: string };
  readonly 'why-lost': LostReason;
  readonly module: ModuleAnswer;
}

/** What the suite thread is started with. */
export interface ThreadStart {
  /** Set to 1 when an answer lies ready. */
  readonly bell: Int32Array<SharedArrayBuffer>;
}
