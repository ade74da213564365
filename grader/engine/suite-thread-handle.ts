import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { courseRoot } from '../course-root.ts';
import type {
  GradeOrder,
  Notice,
  ThreadAnswers,
  ThreadQuestion,
  ThreadStart,
} from './thread-protocol.ts';

/** Who serves the suite thread during one grading. */
export interface ThreadHost {
  answer(question: ThreadQuestion): Promise<ThreadAnswers[ThreadQuestion['ask']]>;
  notice(notice: Notice): void;
}

/** The suite thread as the main thread sees it. */
export class SuiteThread {
  private host: ThreadHost | undefined;

  private constructor(
    private readonly worker: Worker,
    private readonly bell: Int32Array<SharedArrayBuffer>,
  ) {
    worker.on('message', (message: Notice | ThreadQuestion) => void this.receive(message));
    worker.on('error', (error) =>
      this.host?.notice({ say: 'broke', message: error.stack ?? String(error) }),
    );
    worker.unref();
  }

  static start(): SuiteThread {
    const bell = new Int32Array(new SharedArrayBuffer(4));
    const worker = new Worker(join(courseRoot, 'dist', 'suite-thread.js'), {
      workerData: { bell } satisfies ThreadStart,
      env: {},
    });
    return new SuiteThread(worker, bell);
  }

  /** Begins a grading; from now on `host` serves the thread. */
  begin(order: GradeOrder, host: ThreadHost): void {
    this.host = host;
    this.worker.ref();
    this.worker.postMessage(order);
  }

  /** The grading is over: the thread keeps nobody waiting any more. */
  rest(): void {
    this.host = undefined;
    this.worker.unref();
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private async receive(message: Notice | ThreadQuestion): Promise<void> {
    if ('say' in message) return this.host?.notice(message);
    const answer = await this.host?.answer(message);
    this.worker.postMessage(answer);
    Atomics.store(this.bell, 0, 1);
    Atomics.notify(this.bell, 0);
  }
}
