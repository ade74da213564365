import {
  type ApiError,
  type Controller,
  type Deployment,
  type Random,
  type ReplicaSet,
  type Stored,
  seededRandom,
} from 'course/kit';
import {
  type Choice,
  type Frame,
  KeyQueue,
  type SimulationRun,
  SmallClient,
  SmallCluster,
  syncKey,
} from '#simulation';
import { conditionNews, controllerNews } from './controller-news.ts';
import { Crew } from './crew.ts';
import { pods, type RolloutPart, revisionOf, sizeOf, versionOf } from './part.ts';
import { readerChoices, undoTarget } from './reader-choices.ts';
import { rolloutPicture } from './rollout-picture.ts';
import { beginning, numberChange, type SpecChange, templateOf } from './web-deployment.ts';

const stepMs = 10_000;
const key = 'default/web';
/** A chance of one in so many, in each step. */
const failure = 12;
/** So many steps of rest, then the colleague releases something. */
const restBeforeRelease = 2;

/** The Deployment `web`, its controller, and everybody around it. */
export class RolloutWorld implements SimulationRun {
  private readonly cluster = new SmallCluster();
  private readonly client = new SmallClient(this.cluster);
  private readonly queue = new KeyQueue(this.cluster.clock);
  private readonly random: Random;
  private readonly crew: Crew;
  private readonly controller: Controller;
  private versions = 1;
  private rest = 0;
  /** Once the reader interferes, nobody else does. */
  private inHand = false;
  private said: string[];

  constructor(
    private readonly part: RolloutPart,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.crew = new Crew(this.random);
    this.cluster.create('deployments', beginning());
    const { cluster, client, queue } = this;
    this.controller = new part.DeploymentController({
      ...{ client, queue, clock: cluster.clock, events: { event: () => {} } },
      deployments: cluster.informer('deployments'),
      replicaSets: cluster.informer('replicasets'),
      pods: cluster.informer('pods'),
    });
    for (let step = 0; step < 12 && this.rest <= restBeforeRelease; step++) this.pass();
    this.said = [
      `The Deployment web wants ${pods(sizeOf(this.deployment))} of v1 and has ${this.crew.available().length} available.`,
      this.limitSentence(),
    ];
  }

  step(): void {
    this.said = [...this.colleague(), ...this.pass()];
  }

  choices(): Choice[] {
    return readerChoices(this.view);
  }

  choose(id: string): void {
    this.said = this.interfere(id);
    if (!this.inHand)
      this.said.push(
        'From now on the Deployment is in your hands: no colleague, and no Pod that fails by chance.',
      );
    this.inHand = true;
  }

  frame(): Frame {
    const { deployment, sets, crew } = this;
    const scene = { deployment, sets, crew, now: this.cluster.clock.now(), ...this.limits };
    return { sentences: this.said, picture: rolloutPicture(scene) };
  }

  private get deployment(): Stored<Deployment> {
    return this.cluster.get('deployments', 'default', 'web');
  }

  /** Newest revision first. */
  private get sets(): Stored<ReplicaSet>[] {
    return this.cluster.list('replicasets').sort((a, b) => revisionOf(b) - revisionOf(a));
  }

  private get view() {
    const { deployment, sets } = this;
    const someAvailable = this.crew.available().length > 0;
    return { deployment, sets, someAvailable, nextVersion: `v${this.versions + 1}` };
  }

  private get limits() {
    const { deployment } = this;
    const { maxSurge, maxUnavailable } = this.part.fencePosts(deployment);
    const replicas = sizeOf(deployment);
    return { most: replicas + maxSurge, fewest: replicas - maxUnavailable };
  }

  private get ordered(): number {
    return this.sets.reduce((sum, set) => sum + sizeOf(set), 0);
  }

  /** All that run are of the present version and available. */
  private get isComplete(): boolean {
    const { deployment, sets, crew } = this;
    const [first] = sets.filter((set) => sizeOf(set) > 0 || crew.of(set).length > 0);
    return (
      first !== undefined &&
      versionOf(first) === versionOf(deployment) &&
      sets.every((set) => set === first || (sizeOf(set) === 0 && crew.of(set).length === 0)) &&
      crew.of(first, 'available').length === sizeOf(deployment) &&
      sizeOf(first) === sizeOf(deployment)
    );
  }

  /** Ten seconds: a sync, then ReplicaSets and Pods do what follows from it. */
  private pass(): string[] {
    const told = this.sync();
    for (const set of this.sets) told.push(...this.crew.match(set));
    told.push(...this.crew.pass());
    for (const set of this.sets)
      this.cluster.updateStatus('replicasets', { ...set, status: this.crew.report(set) });
    this.cluster.clock.advance(stepMs);
    this.rest = this.isComplete ? this.rest + 1 : 0;
    return told;
  }

  private sync(): string[] {
    this.cluster.deliver();
    const before = this.deployment.status?.conditions;
    const ordered = this.ordered;
    const error = syncKey(this.controller, this.queue, key);
    const news = controllerNews(this.client.takeWrites());
    const { most } = this.limits;
    if (this.ordered > Math.max(ordered, most))
      news.push(`That is too many: ${this.ordered} are ordered, at most ${most} may be.`);
    if (error) news.push(refusal(error));
    if (news.length === 0) news.push(this.idle());
    return [...news, ...conditionNews(before, this.deployment.status?.conditions)];
  }

  private idle(): string {
    const { most, fewest } = this.limits;
    if (this.deployment.spec?.paused)
      return 'The Deployment is paused: the controller sets no size.';
    if (this.isComplete)
      return `All is as wanted: ${pods(sizeOf(this.deployment))} of ${versionOf(this.deployment)}, all available.`;
    return `The Deployment controller waits: ${this.ordered} ordered, at most ${most}; ${this.crew.available().length} available, at least ${fewest}.`;
  }

  /** Somebody else who works with this Deployment, and bad luck. */
  private colleague(): string[] {
    if (this.inHand) return [];
    const available = this.crew.available();
    const { deployment } = this;
    if (deployment.status?.conditions?.some(({ reason }) => reason === 'ProgressDeadlineExceeded'))
      return this.undo('A colleague undoes it');
    if (this.rest > restBeforeRelease)
      return this.release('A colleague releases', this.versions > 1 && this.random.intn(2) === 0);
    const unlucky = this.random.intn(failure) === 0 && available.length > 0;
    return unlucky ? [this.crew.fail(available[this.random.intn(available.length)]!)] : [];
  }

  private interfere(id: string): string[] {
    const available = this.crew.available();
    const number = numberChange(id, this.deployment);
    if (number) return [...this.edit(number.what, number.change), this.limitSentence()];
    switch (id) {
      case 'release':
      case 'break':
        return this.release('You release', id === 'break');
      case 'undo':
        return this.undo('You undo');
      case 'pause':
      case 'resume':
        return this.edit(`You ${id} the Deployment.`, (spec) => {
          spec.paused = id === 'pause';
        });
      default:
        return [this.crew.fail(available[this.random.intn(available.length)]!)];
    }
  }

  private release(who: string, broken: boolean): string[] {
    this.versions += 1;
    const version = `v${this.versions}`;
    if (broken) this.crew.broken.add(version);
    return this.edit(
      `${who} ${version}: the Deployment has its template now.${broken ? ' Its Pods will crash.' : ''}`,
      (spec) => {
        spec.template = templateOf(version);
      },
    );
  }

  private undo(who: string): string[] {
    const target = undoTarget(this.view);
    if (typeof target === 'string') return [];
    const version = versionOf(target);
    return this.edit(
      `${who}: the Deployment has the template of ${version} again, which was revision ${revisionOf(target)}.`,
      (spec) => {
        spec.template = templateOf(version);
      },
    );
  }

  private limitSentence(): string {
    const { most, fewest } = this.limits;
    return `At most ${pods(most)} may be ordered, and at least ${fewest} should be available.`;
  }

  /** As `kubectl edit` would. */
  private edit(what: string, change: SpecChange['change']): string[] {
    const { deployment } = this;
    change(deployment.spec!);
    this.cluster.update('deployments', deployment);
    this.rest = 0;
    return [what];
  }
}

function refusal({ code, reason, message }: ApiError): string {
  return `The sync ends with ${code} ${reason} and is tried again: "${message}".`;
}
