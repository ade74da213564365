import {
  ApiError,
  type Client,
  type Controller,
  type EventRecorder,
  type Expectations,
  keyOf,
  type ManualClock,
  manualClock,
  type ResourceName,
  type ResourceTypes,
} from 'course/kit';
import { FakeExpectations } from './controller/fake-expectations.ts';
import { FakeInformer } from './controller/fake-informer.ts';
import { FakeWorkQueue } from './controller/fake-work-queue.ts';
import { runPods } from './kubelets.ts';
import { type PlannedFailure, RecordingClient, type Write } from './recording-client.ts';
import { ApiServer } from './server/api-server.ts';

/** An event that a controller told people of. `about` is the kind and key of the object: `ReplicaSet default/web`. */
export interface ToldEvent {
  readonly about: string;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** A controller and the queue that it is fed from. */
export interface Worker {
  readonly controller: Controller;
  readonly queue: FakeWorkQueue;
}

/** How many rounds a cluster may take to come to rest. More than any sane controller needs. */
const mostRounds = 200;

/**
 * A cluster in memory for suites of controllers: an apiserver, informers whose caches lag until `deliver`, queues,
 * expectations, a clock that a test moves. `server` is the test's own way to it, as a user, the scheduler or a kubelet;
 * `client` is what a controller gets: its writes are recorded, and fail as planned.
 */
export class FakeCluster {
  readonly clock: ManualClock;
  readonly server: ApiServer;
  readonly client: Client;
  /** What controllers told people, oldest first. */
  readonly told: ToldEvent[] = [];
  readonly events: EventRecorder;
  readonly #recording: RecordingClient;
  readonly #informers = new Map<ResourceName, FakeInformer<object>>();

  constructor(clock: ManualClock = manualClock()) {
    this.clock = clock;
    this.server = new ApiServer(clock);
    this.#recording = new RecordingClient(this.server);
    this.client = this.#recording.client();
    this.events = {
      event: (object, type, reason, message) => {
        this.told.push({ about: `${object.kind} ${keyOf(object)}`, type, reason, message });
      },
    };
  }

  /** The one informer of a resource; empty and not synced until the first `deliver`. */
  informer<R extends ResourceName>(resource: R): FakeInformer<ResourceTypes[R]> {
    if (!this.#informers.has(resource)) {
      const source = {
        list: () => this.server.list(resource),
        watch: (options: object) => this.server.watch(resource, '', options),
      };
      this.#informers.set(resource, new FakeInformer<object>(source as never));
    }
    return this.#informers.get(resource) as unknown as FakeInformer<ResourceTypes[R]>;
  }

  queue(): FakeWorkQueue {
    return new FakeWorkQueue(this.clock);
  }

  expectations(): Expectations {
    return new FakeExpectations(this.clock);
  }

  /** The writes through `client` since the beginning, or since the last `takeWrites`. */
  get writes(): readonly Write[] {
    return this.#recording.writes;
  }

  /** The writes so far, which are then forgotten. */
  takeWrites(): Write[] {
    return this.#recording.writes.splice(0);
  }

  /** Plans that writes through `client` are refused. */
  fail(plan: PlannedFailure): void {
    this.#recording.plan(plan);
  }

  /** All writes succeed again. */
  heal(): void {
    this.#recording.forgetPlans();
  }

  /** Lets all events arrive in the caches of these resources, of all when none is named. Gives how many arrived. */
  deliver(...resources: ResourceName[]): number {
    const names = resources.length > 0 ? resources : [...this.#informers.keys()];
    return names.reduce((sum, name) => sum + this.informer(name).deliver(), 0);
  }

  /** Has the controller work on the next key, as its runner does. Gives what happened; undefined when no key waits. */
  work({ controller, queue }: Worker): { key: string; error?: ApiError } | undefined {
    const key = queue.get();
    if (key === undefined) return undefined;
    try {
      const result = controller.sync(key);
      queue.forget(key);
      if (result) queue.addAfter(key, result.requeueAfterMs);
      return { key };
    } catch (error) {
      // Anything else is a mistake of the controller's: the test shall see it.
      if (!(error instanceof ApiError)) throw error;
      queue.addRateLimited(key);
      return { key, error };
    } finally {
      queue.done(key);
    }
  }

  /** Delivers and works until nothing is left to do at this time. Throws Error when that never comes. */
  settle(...workers: Worker[]): void {
    for (let round = 0; round < mostRounds; round++) {
      this.deliver();
      const worked = workers.filter((worker) => this.work(worker) !== undefined);
      if (worked.length === 0 && this.deliver() === 0) return;
    }
    throw new Error(
      `the controllers do not come to rest: after ${mostRounds} rounds there is still something to do`,
    );
  }

  /** Moves the clock on by `ms`, stopping wherever a delayed key is due, and settles there and at the end. */
  run(ms: number, ...workers: Worker[]): void {
    const end = this.clock.now() + ms;
    this.settle(...workers);
    while (this.clock.now() < end) {
      const due = workers.map(({ queue }) => queue.nextDueInMs() ?? Number.POSITIVE_INFINITY);
      this.clock.advance(Math.min(end - this.clock.now(), ...due));
      this.settle(...workers);
    }
  }

  /** The scheduler and the kubelets do their work: see runPods. */
  runPods(node?: string): void {
    runPods(this.server, this.clock.now(), node);
  }
}
