import { type KeyValueStore, manualClock, type Random, seededRandom, type User } from 'course/kit';
import type { Choice, Frame, SimulationRun } from '#simulation';
import { refusalText, refusedAt } from './answer.ts';
import { apiPicture } from './api-picture.ts';
import { Bindings } from './bindings.ts';
import { drawnRequest, soundRequest } from './drawn-request.ts';
import { Guards, refusalOf, userOf } from './guards.ts';
import type { OtherParts, RegistryPart } from './parts.ts';
import { type Passage, type Place, passed } from './passage.ts';
import { type ApiView, changed, nextRole, readerChoices } from './reader-choices.ts';
import { type ApiRequest, namespace, requestSentence } from './request.ts';
import { Shelf } from './shelf.ts';
import { type Outcome, TracedRegistry } from './traced-registry.ts';
import { Watcher } from './watcher.ts';

/** One request after the other, each taken a guard further by each step. */
export class ApiWorld implements SimulationRun, ApiView {
  request: ApiRequest;
  number = 1;
  passages: Passage[] = [];
  answer?: string;
  readonly shelf = new Shelf();
  readonly bindings = new Bindings();
  readonly watchers: readonly Watcher[];
  private readonly guards: Guards;
  private readonly traced: TracedRegistry;
  private readonly random: Random;
  /** What the coming steps do to the request; none: it is answered. */
  private ahead: (() => void)[] = [];
  private user?: User;
  private said: string[];

  constructor(registry: RegistryPart, others: OtherParts, etcd: KeyValueStore, seed: number) {
    const clock = manualClock();
    this.random = seededRandom(seed);
    this.guards = new Guards(
      others['apiserver/authentication'],
      others['apiserver/rbac-authorizer'],
      this.bindings,
      clock,
    );
    const selectors = others['apiserver/label-selectors'];
    this.traced = new TracedRegistry(registry, selectors, etcd, clock);
    this.watchers = ['', 'tier=front'].map(
      (selector, index) => new Watcher(index + 1, selector, this.traced.registry),
    );
    this.shelf.take(this.traced.registry.list(namespace));
    this.request = soundRequest(this.random, this.shelf);
    this.said = [
      'An apiserver keeps the Deployments of the namespace dev in etcd. None is stored yet. The version of an object is the revision of its last write.',
      'Ann is bound to the role editor: get, list, watch, create, update, delete. Bob is bound to viewer: get, list, watch.',
      'Watcher 1 follows all Deployments, watcher 2 those with the label tier=front.',
    ];
    this.prepare(this.request);
  }

  step(): void {
    this.said = [];
    const next = this.ahead.shift();
    if (next) next();
    else this.prepareNext(drawnRequest(this.random, this.shelf));
  }

  choices(): Choice[] {
    return readerChoices(this);
  }

  choose(id: string): void {
    this.said = [];
    if (id === 'role') this.bind();
    if (this.isAnswered) this.prepareNext(changed(id, this));
    else if (id !== 'role') this.prepare(changed(id, this), true);
  }

  frame(): Frame {
    return { sentences: this.said, picture: apiPicture(this) };
  }

  get isAnswered(): boolean {
    return this.ahead.length === 0;
  }

  get isUnderWay(): boolean {
    return !this.isAnswered && this.passages.length > 0;
  }

  get isPastAuthorization(): boolean {
    return this.passages.some(({ place }) => place === 'authorization');
  }

  private prepareNext(request: ApiRequest): void {
    this.number += 1;
    this.prepare(request);
  }

  private prepare(request: ApiRequest, isChanged = false): void {
    this.request = request;
    this.passages = [];
    this.answer = undefined;
    for (const watcher of this.watchers) watcher.told = [];
    this.ahead = [() => this.authenticate(), () => this.authorize(), () => this.enter()];
    const which = `Request ${this.number}${isChanged ? ' is now' : ''}`;
    this.said.push(`${which}: ${requestSentence(request, this.shelf)}`);
  }

  private bind(): void {
    const user = userOf[this.request.token]!;
    const role = nextRole(this);
    this.bindings.bind(user, role);
    this.said.push(
      role === 'none'
        ? `The user ${user} is bound to no role any more.`
        : `The user ${user} is bound to the role ${role} now.`,
    );
  }

  private authenticate(): void {
    this.guard('authentication', () => {
      this.user = this.guards.authenticate(this.request);
      const { name, groups } = this.user;
      const sentence = `Authentication: the sender is ${name}, in ${groups.join(' and ')}.`;
      return passed('authentication', `${name}, in ${groups.join(' and ')}`, sentence);
    });
  }

  private authorize(): void {
    this.guard('authorization', () => {
      const reason = this.guards.authorize(this.user!, this.request);
      const note = reason.replace('RBAC: allowed by ', '');
      const what = `${this.user!.name} may ${this.request.verb} Deployments`;
      return passed('authorization', note || what, `Authorization: ${what}. ${reason}.`);
    });
  }

  private guard(place: Place, look: () => Passage): void {
    try {
      this.show(look());
    } catch (error) {
      const refusal = refusalOf(error);
      this.ahead = [];
      this.answer = refusalText(refusal);
      this.show(refusedAt({ place, note: '', sentence: '' }, refusal));
    }
  }

  /** What the registry did in one go is shown step by step. */
  private enter(): void {
    const outcome = this.traced.ask(this.request);
    const last = outcome.passages.at(-1);
    this.ahead = outcome.passages.map((passage) => () => {
      this.show(passage);
      if (passage === last) this.conclude(outcome);
    });
    this.ahead.shift()!();
  }

  private show(passage: Passage): void {
    this.passages.push(passage);
    this.said.push(passage.sentence);
  }

  private conclude({ answer, isRefused }: Outcome): void {
    this.answer = answer;
    if (!isRefused) this.said.push(`The answer is ${answer}.`);
    if (this.shelf.take(this.traced.registry.list(namespace)))
      this.ahead = [
        () => void this.said.push(...this.watchers.map((each) => each.listen(this.request))),
      ];
    else this.said.push('Nothing was written, so no watcher is told anything.');
  }
}
