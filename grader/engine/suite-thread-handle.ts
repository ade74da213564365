import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { courseRoot } from '../course-root.ts';
import { Pulse } from './pulse.ts';
import type {
  GradeOrder,
  ListOrder,
  Notice,
  ThreadAnswers,
  ThreadQuestion,
  ThreadStart,
} from './thread-protocol.ts';

/** Who serves the suite thread during one piece of work. */
export interface ThreadHost {
  answer(question: ThreadQuestion): Promise<ThreadAnswers[ThreadQuestion['ask']]>;
  notice(notice: Notice): void;
}

const heapMegabytes = 1024;

/** The suite thread as the main thread sees it. */
export class SuiteThread {
  private host: ThreadHost | undefined;

  private constructor(
    private readonly worker: Worker,
    readonly pulse: Pulse,
  ) {
    worker.on('message', (message: Notice | ThreadQuestion) => void this.receive(message));
    worker.on('error', (error) => this.broke(error.stack ?? String(error)));
    worker.on('exit', () => this.broke('the suite thread ended'));
    worker.unref();
  }

  static start(): SuiteThread {
    optimizeLater();
    const pulse = new Pulse();
    const worker = new Worker(join(courseRoot, 'dist', 'suite-thread.js'), {
      workerData: { pulse: pulse.memory } satisfies ThreadStart,
      env: {},
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    });
    return new SuiteThread(worker, pulse);
  }

  /** Begins a piece of work; from now on `host` serves the thread. */
  begin(order: GradeOrder | ListOrder, host: ThreadHost): void {
    this.host = host;
    this.worker.ref();
    this.worker.postMessage(order);
  }

  /** The work is over: the thread keeps nobody waiting any more. */
  rest(): void {
    this.host = undefined;
    this.worker.unref();
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }

  private broke(message: string): void {
    this.host?.notice({ say: 'broke', message });
  }

  private async receive(message: Notice | ThreadQuestion): Promise<void> {
    if ('say' in message) return this.host?.notice(message);
    this.worker.postMessage(await this.host?.answer(message));
    this.pulse.ring();
  }
}

/**
 * Node 20 optimizes functions that run a hundred times as if they would run a million; for a few gradings that costs more than it brings.
 * Later versions count differently and have no such flag.
 */
function optimizeLater(): void {
  if (process.versions.node.startsWith('20.')) setFlagsFromString('--interrupt-budget=300000');
}
