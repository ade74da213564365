import {
  type ApiError,
  type Clock,
  type KeyValueStore,
  type ResourceRegistry,
  seededRandom,
} from 'course/kit';
import { ask, ended, refusalText } from './answer.ts';
import { deployments, matcher } from './deployments.ts';
import { refusalOf } from './guards.ts';
import type { RegistryPart, SelectorsPart } from './parts.ts';
import type { Passage } from './passage.ts';
import type { ApiRequest } from './request.ts';
import { TracedEtcd } from './traced-etcd.ts';

/** What came of a request behind the guards: what it met, and the answer in words. */
export interface Outcome {
  readonly passages: readonly Passage[];
  readonly answer: string;
  readonly isRefused: boolean;
}

/** The registry of Deployments, watched from both sides: what it asks of its hooks, and what of etcd. */
export class TracedRegistry {
  readonly registry: ResourceRegistry;
  private readonly etcd: TracedEtcd;
  private trace: Passage[] = [];

  constructor(
    { Registry }: RegistryPart,
    selectors: SelectorsPart,
    etcd: KeyValueStore,
    clock: Clock,
  ) {
    const met = (passage: Passage) => void this.trace.push(passage);
    let uids = 0;
    this.etcd = new TracedEtcd(etcd, met);
    this.registry = new Registry(deployments(met), {
      ...{ store: this.etcd, clock, random: seededRandom(1) },
      newUid: () => `uid-${++uids}`,
      matches: matcher(selectors),
    });
  }

  /** The registry works in one go. */
  ask(request: ApiRequest): Outcome {
    this.trace = [];
    this.etcd.rival = request.rival;
    const { answer, error } = this.asked(request);
    return { answer, passages: ended(this.trace, request, error), isRefused: error !== undefined };
  }

  private asked(request: ApiRequest): { readonly answer: string; readonly error?: ApiError } {
    try {
      return { answer: ask(this.registry, request) };
    } catch (thrown) {
      const error = refusalOf(thrown);
      return { answer: refusalText(error), error };
    }
  }
}
