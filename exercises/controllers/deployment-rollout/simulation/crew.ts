import type { Random, ReplicaSet, Stored } from 'course/kit';
import { pods, sizeOf, versionOf } from './part.ts';

/** A Pod. `left` are the steps until its state ends. */
interface Replica {
  /** The name of its ReplicaSet. */
  readonly set: string;
  readonly version: string;
  state: 'starting' | 'available' | 'failing' | 'ending';
  left: number;
}

/** The ReplicaSet controller and the kubelets: they make and end Pods as the sizes say, start them, and report. */
export class Crew {
  /** Oldest first. */
  readonly pods: Replica[] = [];
  /** Versions whose Pods crash whenever they start. */
  readonly broken = new Set<string>();

  constructor(private readonly random: Random) {}

  /** The Pods of a ReplicaSet in a state, or all that are not ending. */
  of({ metadata }: Stored<ReplicaSet>, state?: Replica['state']): Replica[] {
    const own = this.pods.filter(({ set }) => set === metadata.name);
    return own.filter((pod) => (state ? pod.state === state : pod.state !== 'ending'));
  }

  available(): Replica[] {
    return this.pods.filter(({ state }) => state === 'available');
  }

  /** Creates or ends the difference between a size and its Pods. */
  match(set: Stored<ReplicaSet>): string[] {
    const missing = sizeOf(set) - this.of(set).length;
    if (missing > 0) return this.create(set, missing);
    return missing < 0 ? this.end(set, -missing) : [];
  }

  /** One step of time passes for each Pod. */
  pass(): string[] {
    const told = new Map<string, number>();
    for (const pod of [...this.pods]) {
      pod.left -= 1;
      if (pod.left > 0) continue;
      const what = this.next(pod);
      if (what) told.set(what, (told.get(what) ?? 0) + 1);
    }
    return [...told].map(([what, count]) => {
      const [version, one, many] = what.split('|');
      return `${pods(count)} of ${version} ${count === 1 ? one : many}.`;
    });
  }

  /** A Pod that was available is not, for a while. */
  fail(pod: Replica): string {
    pod.state = 'failing';
    pod.left = 4;
    return `A Pod of ${pod.version} fails its readiness probe: it is not available any more.`;
  }

  /** What the ReplicaSet's status should say. */
  report(set: Stored<ReplicaSet>): NonNullable<ReplicaSet['status']> {
    const availableReplicas = this.of(set, 'available').length;
    return {
      replicas: this.of(set).length,
      readyReplicas: availableReplicas,
      availableReplicas,
      observedGeneration: set.metadata.generation ?? 0,
    };
  }

  private create(set: Stored<ReplicaSet>, count: number): string[] {
    const version = versionOf(set);
    for (let made = 0; made < count; made++)
      this.pods.push({
        set: set.metadata.name,
        version,
        state: 'starting',
        left: 2 + this.random.intn(2),
      });
    return [`ReplicaSet ${version} creates ${pods(count)}.`];
  }

  /** Who is not available goes first, then the youngest. */
  private end(set: Stored<ReplicaSet>, count: number): string[] {
    const byTurn = this.of(set)
      .toReversed()
      .sort((a, b) => Number(a.state === 'available') - Number(b.state === 'available'));
    const leaving = byTurn.slice(0, count);
    const lost = leaving.filter(({ state }) => state === 'available').length;
    for (const pod of leaving) Object.assign(pod, { state: 'ending', left: 2 });
    return [
      `ReplicaSet ${versionOf(set)} ends ${pods(count)}, ${lost === 0 ? 'none of them' : lost === count ? (count === 1 ? 'which was' : 'all of them') : `${lost} of them`} available.`,
    ];
  }

  /** What becomes of a Pod whose time in its state is over, as `version|one does|several do`. */
  private next(pod: Replica): string | undefined {
    if (pod.state === 'ending') {
      this.pods.splice(this.pods.indexOf(pod), 1);
      return `${pod.version}|is gone|are gone`;
    }
    if (pod.state === 'available') return undefined;
    if (!this.broken.has(pod.version)) {
      pod.state = 'available';
      return `${pod.version}|becomes available|become available`;
    }
    if (pod.state === 'failing') return undefined;
    pod.state = 'failing';
    return `${pod.version}|starts and crashes|start and crash`;
  }
}
