import type { NodeInfo, Pod, PodAffinityTerm, Status, StringMap } from 'course/kit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  filterPodAffinity,
  filterTopologySpread,
  matchesTerm,
  type Snapshot,
} from '#exercise/scheduler/pod-affinity-and-spread';
import { batch, callAll, copyBack } from '#suite';
import { torn, uneven } from './model.ts';
import { node, pod, selector, spread, term } from './objects.ts';
import { choosy, snapshot, spreading } from './random-cluster.ts';
import { scene } from './scene.ts';

const refused = (code: Status['code'], reason: string): Status => ({ code, reasons: [reason] });
const fits: Status = { code: 'Success', reasons: [] };
const noAffinity = refused(
  'UnschedulableAndUnresolvable',
  "node(s) didn't match pod affinity rules",
);
const tooNear = refused('Unschedulable', "node(s) didn't match pod anti-affinity rules");
const shunned = refused(
  'Unschedulable',
  "node(s) didn't satisfy existing pods anti-affinity rules",
);
const unevenly = "node(s) didn't match pod topology spread constraints";
const skewed = refused('Unschedulable', unevenly);
const noKey = refused('UnschedulableAndUnresolvable', `${unevenly} (missing required label)`);

type Filter = typeof filterPodAffinity;

interface Answers {
  readonly answers: Record<string, unknown>;
  readonly scene: string;
}

/** What a filter says of a Pod on each of the nodes, by their names. */
function onEach(
  filter: Filter,
  who: Pod,
  nodeInfos: readonly NodeInfo[],
  namespaceLabels: Record<string, StringMap> = {},
): Answers {
  const steps = nodeInfos.map((info) => ({
    on: filter,
    args: [who, info.node, { nodeInfos, namespaceLabels }],
  }));
  const names = nodeInfos.map((info) => info.node.metadata?.name ?? 'unnamed');
  const answers = Object.fromEntries(callAll(steps).map((answer, i) => [names[i], answer]));
  return { answers, scene: scene(who, nodeInfos) };
}

/** The calls of a failed test are long; so the situation is told in words as well. */
const expectOf = ({ answers, scene: told }: Answers, about = '') =>
  expect(answers, about ? `${about}. ${told}` : told);

const affine = (who: Pod, ...nodeInfos: NodeInfo[]) => onEach(filterPodAffinity, who, nodeInfos);
const even = (who: Pod, ...nodeInfos: NodeInfo[]) => onEach(filterTopologySpread, who, nodeInfos);

describe('One term, one Pod', () => {
  const owner = pod('app=web');
  const means = (which: PodAffinityTerm, other: Pod, spaces: Record<string, StringMap> = {}) =>
    matchesTerm(which, owner, other, spaces);
  const db = term('app=db', 'zone');

  it('the labels of the Pod must match the selector', () => {
    expect(means(db, pod('app=db,tier=back'))).toBe(true);
    expect(means(db, pod('app=web')), 'Another value').toBe(false);
    expect(means(db, pod('')), 'No labels').toBe(false);
    expect(means(db, { metadata: { namespace: 'shop' } }), 'No labels at all').toBe(false);
  });

  it('it is the labels of the other Pod that matter, not those of the owner', () => {
    expect(means(term('app=web', 'zone'), pod('app=db'))).toBe(false);
    expect(means(term('app!=web', 'zone'), pod('app=db'))).toBe(true);
  });

  it('a term without a selector means no Pod, an empty selector all of the namespace', () => {
    expect(means({ topologyKey: 'zone' }, pod('app=db'))).toBe(false);
    const all = { topologyKey: 'zone', labelSelector: {} };
    expect(means(all, pod('app=db'))).toBe(true);
    expect(means(all, pod('app=db', { namespace: 'bank' }))).toBe(false);
  });

  it('without namespaces the term means the namespace of its owner', () => {
    const elsewhere = pod('app=db', { namespace: 'bank' });
    expect(means(db, elsewhere)).toBe(false);
    expect(matchesTerm(db, pod('', { namespace: 'bank' }), elsewhere, {})).toBe(true);
    expect(means({ ...db, namespaces: [] }, pod('app=db')), 'An empty list').toBe(true);
    expect(means({ ...db, namespaces: [] }, elsewhere), 'An empty list').toBe(false);
  });

  it('a list of namespaces takes the place of the owner’s', () => {
    const there = { ...db, namespaces: ['bank', 'mall'] };
    expect(means(there, pod('app=db', { namespace: 'bank' }))).toBe(true);
    expect(means(there, pod('app=db', { namespace: 'mall' }))).toBe(true);
    expect(means(there, pod('app=db')), 'The owner’s own namespace').toBe(false);
    expect(means(there, pod('app=web', { namespace: 'bank' })), 'Other labels').toBe(false);
  });

  it('a namespaceSelector means namespaces by their labels', () => {
    const red = { ...db, namespaceSelector: selector('team=red') };
    const spaces = { bank: { team: 'red' }, shop: { team: 'blue' } };
    expect(means(red, pod('app=db', { namespace: 'bank' }), spaces)).toBe(true);
    expect(means(red, pod('app=db'), spaces), 'The owner’s own, with another label').toBe(false);
    expect(means(red, pod('app=db,team=red'), spaces), 'A Pod with that label').toBe(false);
    expect(means(red, pod('app=web', { namespace: 'bank' }), spaces), 'Other labels').toBe(false);
  });

  it('an empty namespaceSelector means every namespace, listed or not', () => {
    const any = { ...db, namespaceSelector: {} };
    expect(means(any, pod('app=db', { namespace: 'bank' }), { bank: { team: 'red' } })).toBe(true);
    expect(means(any, pod('app=db', { namespace: 'mall' }))).toBe(true);
    expect(means(any, pod('app=db'))).toBe(true);
    expect(means({ ...any, namespaces: [] }, pod('app=db', { namespace: 'mall' }))).toBe(true);
  });

  it('a namespace that is not listed has no labels', () => {
    const other = pod('app=db', { namespace: 'mall' });
    const spaces = { shop: { team: 'red' } };
    expect(means({ ...db, namespaceSelector: selector('team') }, other, spaces)).toBe(false);
    expect(means({ ...db, namespaceSelector: selector('!team') }, other, spaces)).toBe(true);
  });

  it('what is missing is empty: no labels, and the namespace without a name', () => {
    const all = { topologyKey: 'zone', labelSelector: {} };
    expect(matchesTerm(all, {}, {}, {})).toBe(true);
    expect(matchesTerm(all, { metadata: { namespace: '' } }, {}, {})).toBe(true);
    expect(matchesTerm(db, {}, {}, {}), 'No labels').toBe(false);
    expect(means(all, {}), 'Not the namespace of the owner').toBe(false);
  });

  it('with both a list and a selector, one is enough', () => {
    const both = { ...db, namespaces: ['mall'], namespaceSelector: selector('team=red') };
    const spaces = { bank: { team: 'red' }, mall: {}, shop: {} };
    expect(means(both, pod('app=db', { namespace: 'mall' }), spaces), 'Listed').toBe(true);
    expect(means(both, pod('app=db', { namespace: 'bank' }), spaces), 'Selected').toBe(true);
    expect(means(both, pod('app=db'), spaces), 'Neither').toBe(false);
  });
});

describe('Affinity', () => {
  const toDb = pod('app=web', { affinity: [term('app=db', 'zone')] });
  const db = pod('app=db');

  it('a Pod without terms may go anywhere, also where others have affinity', () => {
    const other = pod('app=db', { affinity: [term('app=cache', 'zone')] });
    for (const who of [pod('app=web'), {}, { spec: { containers: [], affinity: {} } }])
      expectOf(affine(who, node('a', 'zone=1', other), node('b', ''))).toEqual({
        a: fits,
        b: fits,
      });
  });

  it('the whole zone of the other Pod will do, not only its node', () => {
    expectOf(
      affine(toDb, node('a', 'zone=1', db), node('b', 'zone=1'), node('c', 'zone=2')),
    ).toEqual({ a: fits, b: fits, c: noAffinity });
  });

  it('with the host name as the key it must be the same node', () => {
    const who = pod('app=web', { affinity: [term('app=db', 'host')] });
    expectOf(affine(who, node('a', 'zone=1,host=a', db), node('b', 'zone=1,host=b'))).toEqual({
      a: fits,
      b: noAffinity,
    });
  });

  it('a node without the topology key is refused, even with the other Pod on it', () => {
    expectOf(affine(toDb, node('a', 'zone=1', db), node('b', 'rack=1', db), node('c', ''))).toEqual(
      {
        ...{ a: fits, b: noAffinity, c: noAffinity },
      },
    );
  });

  it('an empty value of the key is a domain like others', () => {
    expectOf(affine(toDb, node('a', 'zone=', db), node('b', 'zone='), node('c', 'zone=2'))).toEqual(
      {
        ...{ a: fits, b: fits, c: noAffinity },
      },
    );
  });

  it('equal values of different keys are different domains', () => {
    expectOf(affine(toDb, node('a', 'zone=1,rack=2', db), node('b', 'zone=2,rack=1'))).toEqual({
      ...{ a: fits, b: noAffinity },
    });
  });

  it('one Pod must match all terms at once', () => {
    const who = pod('', { affinity: [term('app=db', 'zone'), term('tier=back', 'zone')] });
    expectOf(
      affine(
        who,
        node('a', 'zone=1', pod('app=db'), pod('tier=back')),
        node('b', 'zone=2', pod('app=db,tier=back')),
      ),
    ).toEqual({ a: noAffinity, b: fits });
  });

  it('each term has its own key, and the node must be in all of these domains', () => {
    const who = pod('', { affinity: [term('app=db', 'zone'), term('app=db', 'rack')] });
    expectOf(
      affine(
        who,
        node('a', 'zone=1,rack=2', db),
        node('b', 'zone=1,rack=1'),
        node('c', 'zone=2,rack=2'),
        node('d', 'zone=1'),
        node('e', 'zone=1,rack=2'),
      ),
    ).toEqual({ a: fits, b: noAffinity, c: noAffinity, d: noAffinity, e: fits });
  });

  it('for each term it may be another of the Pods that count', () => {
    const who = pod('', { affinity: [term('app=db', 'zone'), term('app=db', 'rack')] });
    expectOf(
      affine(
        who,
        node('a', 'zone=1,rack=1', db),
        node('b', 'zone=2,rack=2', db),
        node('c', 'zone=1,rack=2'),
      ),
    ).toEqual({ a: fits, b: fits, c: fits });
  });

  it('Pods of other namespaces count only if the term means them', () => {
    const elsewhere = pod('app=db', { namespace: 'bank' });
    const nodes = [node('a', 'zone=1', elsewhere), node('b', 'zone=2', db)];
    expectOf(affine(toDb, ...nodes)).toEqual({ a: noAffinity, b: fits });
    const red = { namespaceSelector: selector('team=red') };
    const who = pod('app=web', { affinity: [term('app=db', 'zone', red)] });
    expectOf(
      onEach(filterPodAffinity, who, nodes, { bank: { team: 'red' } }),
      'bank is of the red team',
    ).toEqual({ a: fits, b: noAffinity });
  });

  it('a Pod that is being deleted still counts', () => {
    const going = pod('app=db', { ending: true });
    expectOf(affine(toDb, node('a', 'zone=1', going), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: noAffinity },
    });
  });

  it('Pods and nodes of which hardly anything is known are no trouble', () => {
    const bare: NodeInfo[] = [
      { node: {}, pods: [{}] },
      { node: { metadata: { name: 'b' } }, pods: [{ metadata: {} }, db] },
      node('c', 'zone=1', db),
    ];
    expectOf(affine(toDb, ...bare)).toEqual({ unnamed: noAffinity, b: noAffinity, c: fits });
  });

  it('preferred terms refuse nobody', () => {
    const preferred = [{ weight: 100, podAffinityTerm: term('app=db', 'zone') }];
    const who: Pod = {
      metadata: { namespace: 'shop' },
      spec: {
        containers: [],
        affinity: {
          podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred },
          podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: preferred },
        },
      },
    };
    expectOf(affine(who, node('a', 'zone=1', db), node('b', ''))).toEqual({ a: fits, b: fits });
  });

  it('the filter changes neither the Pod nor the cluster', () => {
    const nodes = [node('a', 'zone=1', db), node('b', 'zone=2', toDb)];
    const given = [toDb, nodes[0]!.node, { nodeInfos: nodes, namespaceLabels: {} }];
    expect(copyBack(filterPodAffinity, ...given).args).toEqual(structuredClone(given));
  });
});

describe('The first Pod', () => {
  const web = pod('app=web', { affinity: [term('app=web', 'zone')] });

  it('the first of a group that wants to be together may found it in any zone', () => {
    expectOf(affine(web, node('a', 'zone=1', pod('app=db')), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: fits },
    });
  });

  it('the second must follow', () => {
    expectOf(affine(web, node('a', 'zone=1', web), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: noAffinity },
    });
  });

  it('a Pod that wants to be with others cannot found their group', () => {
    const who = pod('app=web', { affinity: [term('app=db', 'zone')] });
    expectOf(affine(who, node('a', 'zone=1'), node('b', 'zone=2'))).toEqual({
      ...{ a: noAffinity, b: noAffinity },
    });
  });

  it('it must match all its terms itself', () => {
    const who = pod('app=web', { affinity: [term('app=web', 'zone'), term('tier=back', 'zone')] });
    expectOf(affine(who, node('a', 'zone=1'))).toEqual({ a: noAffinity });
    const whole = pod(
      'app=web,tier=back',
      who.spec && {
        affinity: who.spec.affinity!.podAffinity!.requiredDuringSchedulingIgnoredDuringExecution!,
      },
    );
    expectOf(affine(whole, node('a', 'zone=1'))).toEqual({ a: fits });
  });

  it('Pods that match only some of the terms do not stand in its way', () => {
    const who = pod('app=web,tier=back', {
      affinity: [term('app=web', 'zone'), term('tier=back', 'zone')],
    });
    expectOf(affine(who, node('a', 'zone=1', pod('app=web')), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: fits },
    });
  });

  it('the node must have the key all the same', () => {
    expectOf(affine(web, node('a', ''), node('b', 'zone=2'))).toEqual({ a: noAffinity, b: fits });
  });

  it('one that counts anywhere in the cluster ends the exception', () => {
    const who = pod('app=web', { affinity: [term('app=web', 'zone'), term('app=web', 'rack')] });
    expectOf(
      affine(who, node('a', 'zone=1', pod('app=web')), node('b', 'zone=2,rack=2')),
      'It is in zone 1, and in no rack',
    ).toEqual({ a: noAffinity, b: noAffinity });
  });

  it('one on a node without any of the keys is in no domain and does not', () => {
    expectOf(affine(web, node('a', '', web), node('b', 'zone=2'))).toEqual({
      ...{ a: noAffinity, b: fits },
    });
  });

  it('its namespace counts too: a term that means only another one does not mean the Pod itself', () => {
    const there = { namespaces: ['bank'] };
    const who = pod('app=web', { affinity: [term('app=web', 'zone', there)] });
    expectOf(affine(who, node('a', 'zone=1'))).toEqual({ a: noAffinity });
    expectOf(
      affine(web, node('a', 'zone=1', pod('app=web', { namespace: 'bank' })), node('b', 'zone=2')),
      'Pods of another namespace do not end the exception',
    ).toEqual({ a: fits, b: fits });
  });
});

describe('Anti-affinity', () => {
  const shy = pod('app=web', { antiAffinity: [term('app=db', 'zone')] });
  const db = pod('app=db');

  it('the whole zone of the other Pod is refused', () => {
    expectOf(
      affine(shy, node('a', 'zone=1', db), node('b', 'zone=1'), node('c', 'zone=2')),
    ).toEqual({
      ...{ a: tooNear, b: tooNear, c: fits },
    });
  });

  it('a node without the key is accepted, even with the other Pod on it', () => {
    expectOf(affine(shy, node('a', 'zone=1', db), node('b', '', db), node('c', 'rack=1'))).toEqual({
      ...{ a: tooNear, b: fits, c: fits },
    });
  });

  it('one Pod to a node: a group that keeps apart from itself', () => {
    const alone = pod('app=web', { antiAffinity: [term('app=web', 'host')] });
    expectOf(
      affine(alone, node('a', 'host=a', alone), node('b', 'host=b', db), node('c', 'host=c')),
      'A Pod is not its own neighbour',
    ).toEqual({ a: tooNear, b: fits, c: fits });
  });

  it('one matching term is enough to refuse, each by its own key', () => {
    const who = pod('', { antiAffinity: [term('app=db', 'rack'), term('app=cache', 'zone')] });
    expectOf(
      affine(
        who,
        node('a', 'zone=1,rack=1', db),
        node('b', 'zone=1,rack=2'),
        node('c', 'zone=2,rack=1'),
        node('d', 'zone=3,rack=3', pod('app=cache')),
        node('e', 'zone=3,rack=4'),
        node('f', 'zone=1,rack=3'),
      ),
    ).toEqual({ a: tooNear, b: fits, c: tooNear, d: tooNear, e: tooNear, f: fits });
  });

  it('equal values of different keys are different domains', () => {
    expectOf(affine(shy, node('a', 'zone=1,rack=2', db), node('b', 'zone=2,rack=1'))).toEqual({
      ...{ a: tooNear, b: fits },
    });
  });

  it('Pods of other namespaces matter only if the term means them', () => {
    const nodes = [node('a', 'zone=1', pod('app=db', { namespace: 'bank' })), node('b', 'zone=2')];
    expectOf(affine(shy, ...nodes)).toEqual({ a: fits, b: fits });
    const red = { namespaceSelector: selector('team=red') };
    const who = pod('app=web', { antiAffinity: [term('app=db', 'zone', red)] });
    expectOf(
      onEach(filterPodAffinity, who, nodes, { bank: { team: 'red' } }),
      'bank is of the red team',
    ).toEqual({ a: tooNear, b: fits });
  });

  it('a Pod that is being deleted still matters', () => {
    expectOf(affine(shy, node('a', 'zone=1', pod('app=db', { ending: true })))).toEqual({
      ...{ a: tooNear },
    });
  });

  it('affinity is asked first', () => {
    const who = pod('app=web', {
      affinity: [term('app=cache', 'zone')],
      antiAffinity: [term('app=db', 'host')],
    });
    expectOf(
      affine(
        who,
        node('a', 'zone=1,host=a', pod('app=cache')),
        node('b', 'zone=1,host=b', db),
        node('c', 'zone=2,host=c', db),
      ),
    ).toEqual({ a: fits, b: tooNear, c: noAffinity });
  });
});

describe('Anti-affinity of others', () => {
  const hermit = pod('app=db', { antiAffinity: [term('app=web', 'zone')] });
  const web = pod('app=web');

  it('a Pod that is there keeps the new one out of its zone', () => {
    expectOf(
      affine(web, node('a', 'zone=1', hermit), node('b', 'zone=1'), node('c', 'zone=2')),
    ).toEqual({ a: shunned, b: shunned, c: fits });
  });

  it('whom its terms do not mean may come', () => {
    expectOf(affine(pod('app=cache'), node('a', 'zone=1', hermit))).toEqual({ a: fits });
    expectOf(affine(pod('app=db'), node('a', 'zone=1', hermit)), 'A Pod of its own kind').toEqual({
      ...{ a: fits },
    });
  });

  it('the zone is that of the node where it is: without the key it keeps nobody out', () => {
    expectOf(affine(web, node('a', '', hermit), node('b', 'zone=1'), node('c', ''))).toEqual({
      ...{ a: fits, b: fits, c: fits },
    });
  });

  it('a node without the key is open to the new Pod', () => {
    expectOf(affine(web, node('a', 'zone=1', hermit), node('b', 'rack=1'))).toEqual({
      ...{ a: shunned, b: fits },
    });
  });

  it('each of its terms binds, by its own key', () => {
    const strict = pod('', { antiAffinity: [term('app=x', 'zone'), term('app=web', 'rack')] });
    expectOf(
      affine(
        web,
        node('a', 'zone=1,rack=1', strict),
        node('b', 'zone=1,rack=2'),
        node('c', 'zone=2,rack=1'),
      ),
    ).toEqual({ a: shunned, b: fits, c: shunned });
  });

  it('the namespaces of its terms are seen from where it is', () => {
    const far = pod('', { namespace: 'bank', antiAffinity: [term('app=web', 'zone')] });
    expectOf(affine(web, node('a', 'zone=1', far)), 'Its term means bank').toEqual({ a: fits });
    const reaching = (more: Partial<PodAffinityTerm>) =>
      pod('', { namespace: 'bank', antiAffinity: [term('app=web', 'zone', more)] });
    expectOf(
      affine(web, node('a', 'zone=1', reaching({ namespaces: ['shop'] }))),
      'Its term means shop',
    ).toEqual({ a: shunned });
    const red = node('a', 'zone=1', reaching({ namespaceSelector: selector('team=red') }));
    const spaces = { shop: { team: 'red' }, bank: {} };
    expectOf(onEach(filterPodAffinity, web, [red], spaces), 'shop is of the red team').toEqual({
      ...{ a: shunned },
    });
    expectOf(onEach(filterPodAffinity, web, [red], { bank: { team: 'red' } })).toEqual({ a: fits });
  });

  it('one that is being deleted still keeps others out', () => {
    const going = pod('', { ending: true, antiAffinity: [term('app=web', 'zone')] });
    expectOf(affine(web, node('a', 'zone=1', going))).toEqual({ a: shunned });
  });

  it('its affinity binds nobody', () => {
    const fond = pod('app=db', { affinity: [term('app=cache', 'zone')] });
    expectOf(affine(web, node('a', 'zone=1', fond), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: fits },
    });
  });

  it('the Pod’s own rules are asked first', () => {
    const shy = pod('app=web', { antiAffinity: [term('app=db', 'zone')] });
    expectOf(affine(shy, node('a', 'zone=1', hermit)), 'Both would rather be apart').toEqual({
      a: tooNear,
    });
    const fond = pod('app=web', { affinity: [term('app=db', 'zone')] });
    expectOf(
      affine(fond, node('a', 'zone=1', hermit), node('b', 'zone=2')),
      'One comes for the other’s sake, and the other will not have it',
    ).toEqual({ a: shunned, b: noAffinity });
  });
});

describe('Spreading', () => {
  const web = pod('app=web');
  const webs = (count: number) => Array.from({ length: count }, () => web);
  const spreadBy = (...constraints: Parameters<typeof spread>[]) =>
    pod('app=web', { spread: constraints.map((each) => spread(...each)) });
  const byZone = spreadBy(['app=web', 'zone']);

  it('a Pod without constraints may go anywhere', () => {
    for (const who of [web, {}, { spec: { containers: [] } }])
      expectOf(even(who, node('a', 'zone=1', web, web), node('b', ''))).toEqual({
        a: fits,
        b: fits,
      });
  });

  it('the fuller zone is refused, the emptier one accepted', () => {
    expectOf(
      even(byZone, node('a', 'zone=1', web), node('b', 'zone=1', web), node('c', 'zone=2', web)),
      'Zones with 2 and 1',
    ).toEqual({ a: skewed, b: skewed, c: fits });
  });

  it('zones that are level are all open, and one more than the least is one too many', () => {
    expectOf(
      even(byZone, node('a', 'zone=1', ...webs(3)), node('b', 'zone=2', ...webs(3))),
    ).toEqual({
      ...{ a: fits, b: fits },
    });
    expectOf(even(byZone, node('a', 'zone=1', ...webs(1)), node('b', 'zone=2'))).toEqual({
      ...{ a: skewed, b: fits },
    });
  });

  it('maxSkew is how far a zone may get ahead of the least, the Pod included', () => {
    const nodes = [
      node('a', 'zone=1', ...webs(2)),
      node('b', 'zone=2', ...webs(1)),
      node('c', 'zone=3'),
      node('d', 'zone=4', ...webs(3)),
    ];
    const allowing = (maxSkew: number) => spreadBy(['app=web', 'zone', { maxSkew }]);
    expectOf(even(allowing(1), ...nodes)).toEqual({ a: skewed, b: skewed, c: fits, d: skewed });
    expectOf(even(allowing(2), ...nodes)).toEqual({ a: skewed, b: fits, c: fits, d: skewed });
    expectOf(even(allowing(3), ...nodes)).toEqual({ a: fits, b: fits, c: fits, d: skewed });
    expectOf(even(allowing(4), ...nodes)).toEqual({ a: fits, b: fits, c: fits, d: fits });
  });

  it('a node without the key is refused for good', () => {
    expectOf(even(byZone, node('a', 'rack=1'), node('b', 'zone=2'))).toEqual({ a: noKey, b: fits });
    expectOf(even(byZone, node('a', ''), node('b', '')), 'No node has the key').toEqual({
      ...{ a: noKey, b: noKey },
    });
  });

  it('a Pod that does not match its own constraint adds nothing', () => {
    const odd = pod('app=cache', { spread: [spread('app=web', 'zone')] });
    expectOf(
      even(odd, node('a', 'zone=1', ...webs(2)), node('b', 'zone=2', web), node('c', 'zone=3')),
    ).toEqual({ a: skewed, b: fits, c: fits });
  });

  it('only DoNotSchedule refuses', () => {
    const soft = spreadBy(['app=web', 'zone', { whenUnsatisfiable: 'ScheduleAnyway' }]);
    expectOf(
      even(soft, node('a', 'zone=1', ...webs(5)), node('b', 'zone=2'), node('c', '')),
    ).toEqual({
      ...{ a: fits, b: fits, c: fits },
    });
  });

  it('all constraints must hold', () => {
    const both = spreadBy(['app=web', 'zone'], ['app=web', 'host']);
    expectOf(
      even(
        both,
        node('a', 'zone=1,host=a', ...webs(2)),
        node('b', 'zone=1,host=b'),
        node('c', 'zone=2,host=c', web),
        node('d', 'zone=2,host=d'),
      ),
      'Zones 2 and 1, hosts 2, 0, 1 and 0',
    ).toEqual({ a: skewed, b: skewed, c: skewed, d: fits });
  });

  it('the first constraint that refuses gives the answer', () => {
    const zoneFirst = spreadBy(['app=web', 'zone'], ['app=web', 'rack']);
    const rackFirst = spreadBy(['app=web', 'rack'], ['app=web', 'zone']);
    const nodes = [
      node('a', 'zone=1,rack=1', ...webs(2)),
      node('b', 'zone=2,rack=2'),
      node('c', 'zone=1'),
    ];
    expectOf(even(zoneFirst, ...nodes)).toEqual({ a: skewed, b: fits, c: skewed });
    expectOf(even(rackFirst, ...nodes)).toEqual({ a: skewed, b: fits, c: noKey });
  });

  it('with fewer domains than minDomains the least is 0', () => {
    const nodes = [node('a', 'zone=1', ...webs(2)), node('b', 'zone=2', ...webs(1))];
    const wanting = (minDomains: number) =>
      spreadBy(['app=web', 'zone', { maxSkew: 2, minDomains }]);
    expectOf(even(wanting(3), ...nodes), '2 zones where 3 are wanted').toEqual({
      ...{ a: skewed, b: fits },
    });
    expectOf(even(wanting(2), ...nodes), '2 zones where 2 are wanted').toEqual({
      a: fits,
      b: fits,
    });
    expectOf(even(wanting(1), ...nodes)).toEqual({ a: fits, b: fits });
  });

  it('domains are counted, not nodes', () => {
    const who = spreadBy(['app=web', 'zone', { minDomains: 2 }]);
    expectOf(even(who, node('a', 'zone=1', web), node('b', 'zone=1', web))).toEqual({
      ...{ a: skewed, b: skewed },
    });
  });

  it('the filter changes neither the Pod nor the cluster', () => {
    const nodes = [node('a', 'zone=2', web, pod('app=db')), node('b', 'zone=1', web)];
    const given = [byZone, nodes[0]!.node, { nodeInfos: nodes, namespaceLabels: {} }];
    expect(copyBack(filterTopologySpread, ...given).args).toEqual(structuredClone(given));
  });
});

describe('What counts', () => {
  const web = pod('app=web');
  const byZone = pod('app=web', { spread: [spread('app=web', 'zone')] });

  it('only Pods that match the selector', () => {
    const db = pod('app=db');
    expectOf(even(byZone, node('a', 'zone=1', db, db), node('b', 'zone=2', web))).toEqual({
      ...{ a: fits, b: skewed },
    });
  });

  it('only Pods of the same namespace', () => {
    const there = pod('app=web', { namespace: 'bank' });
    expectOf(even(byZone, node('a', 'zone=1', there, there), node('b', 'zone=2', web))).toEqual({
      ...{ a: fits, b: skewed },
    });
  });

  it('no Pods that are being deleted', () => {
    const going = pod('app=web', { ending: true });
    expectOf(even(byZone, node('a', 'zone=1', going, going), node('b', 'zone=2', web))).toEqual({
      ...{ a: fits, b: skewed },
    });
  });

  it('no selector matches no Pod, not even the Pod itself', () => {
    const { labelSelector: _, ...blank } = spread('app', 'zone');
    const who = pod('app=web', { spread: [blank] });
    expectOf(even(who, node('a', 'zone=1', web, web), node('b', 'zone=2'))).toEqual({
      ...{ a: fits, b: fits },
    });
  });

  it('an empty selector matches every Pod of the namespace', () => {
    const who = pod('', { spread: [{ ...spread('app', 'zone'), labelSelector: {} }] });
    expectOf(even(who, node('a', 'zone=1', pod('app=db')), node('b', 'zone=2'))).toEqual({
      ...{ a: skewed, b: fits },
    });
  });

  it('Pods and nodes of which hardly anything is known are no trouble', () => {
    const bare: NodeInfo[] = [
      { node: {}, pods: [web] },
      { node: { metadata: { name: 'b' } }, pods: [web] },
      node('c', 'zone=1', {}, { metadata: {} }, { metadata: { namespace: 'shop' } }),
    ];
    expectOf(even(byZone, ...bare)).toEqual({ unnamed: noKey, b: noKey, c: fits });
    const nameless: Pod = {
      spec: { containers: [], topologySpreadConstraints: [spread('app', 'zone')] },
    };
    expectOf(even(nameless, ...bare)).toEqual({ unnamed: noKey, b: noKey, c: fits });
  });

  it('a zone without Pods is the least, with 0', () => {
    expectOf(
      even(byZone, node('a', 'zone=1', web), node('b', 'zone=2', web), node('c', 'zone=3')),
    ).toEqual({ a: skewed, b: skewed, c: fits });
  });

  it('an empty value of the key is a domain like others', () => {
    expectOf(even(byZone, node('a', 'zone='), node('b', 'zone=2', web))).toEqual({
      ...{ a: fits, b: skewed },
    });
  });

  it('Pods on nodes without the key are in no zone', () => {
    expectOf(
      even(byZone, node('a', 'zone=1', web), node('b', 'zone=2', web), node('c', '', web, web)),
    ).toEqual({ a: fits, b: fits, c: noKey });
  });

  it('a node that lacks a key of any hard constraint is not seen by the others either', () => {
    const who = pod('app=web', { spread: [spread('app=web', 'zone'), spread('app=web', 'host')] });
    expectOf(
      even(
        who,
        node('a', 'zone=1,host=a', web),
        node('b', 'zone=2,host=b', web),
        node('c', 'zone=1', web),
        node('d', 'zone=3'),
      ),
      'Zone 1 has one that counts; zone 3, without a host, is no zone and not the least',
    ).toEqual({ a: fits, b: fits, c: noKey, d: noKey });
  });

  it('a key of a soft constraint is not needed', () => {
    const soft = spread('app=web', 'host', { whenUnsatisfiable: 'ScheduleAnyway' });
    const who = pod('app=web', { spread: [spread('app=web', 'zone'), soft] });
    expectOf(even(who, node('a', 'zone=1', web), node('b', 'zone=2'))).toEqual({
      ...{ a: skewed, b: fits },
    });
  });

  it('each constraint counts with its own selector', () => {
    const who = pod('app=web,tier=front', {
      spread: [spread('app=web', 'zone'), spread('tier=front', 'host')],
    });
    expectOf(
      even(
        who,
        node('a', 'zone=1,host=a', web),
        node('b', 'zone=2,host=b', pod('tier=front')),
        node('c', 'zone=2,host=c'),
      ),
    ).toEqual({ a: skewed, b: skewed, c: fits });
  });

  it('a rollout by story: three zones fill evenly, until one has no room for more', () => {
    const zones = ['1', '2', '3'];
    const filled = (counts: number[]) =>
      even(
        byZone,
        ...zones.map((zone, i) =>
          node(`zone-${zone}`, `zone=${zone}`, ...Array.from({ length: counts[i]! }, () => web)),
        ),
      );
    expectOf(filled([0, 0, 0])).toEqual({ 'zone-1': fits, 'zone-2': fits, 'zone-3': fits });
    expectOf(filled([1, 0, 0])).toEqual({ 'zone-1': skewed, 'zone-2': fits, 'zone-3': fits });
    expectOf(filled([1, 1, 0]), 'Zone 3 is full: the next Pod has to wait').toEqual({
      ...{ 'zone-1': skewed, 'zone-2': skewed, 'zone-3': fits },
    });
    expectOf(filled([1, 1, 1])).toEqual({ 'zone-1': fits, 'zone-2': fits, 'zone-3': fits });
  });
});

describe('Any cluster', () => {
  const said = { affinity: noAffinity, 'anti-affinity': tooNear, others: shunned };
  const found = { label: noKey, skew: skewed };
  const cases = (who: fc.Arbitrary<Pod>) =>
    fc.array(fc.tuple(who, snapshot), { minLength: 6, maxLength: 10 });

  it('random Pods are together with and apart from whom they and the others want', () => {
    const property = fc.property(cases(choosy), (list) => {
      const calls = list.flatMap(([who, seen]) =>
        seen.nodeInfos.map((info) => ({ who, info, seen })),
      );
      const answers = batch(
        filterPodAffinity,
        calls.map(({ who, info, seen }) => [who, info.node, seen]),
      );
      for (const [i, { who, info, seen }] of calls.entries()) {
        const no = torn(who, info, seen);
        const value = no ? said[no] : fits;
        expect(answers[i], show(who, info, seen)).toEqual({ value });
      }
    });
    fc.assert(property, { numRuns: 8 });
  });

  it('random Pods are spread as evenly as their constraints say', () => {
    const property = fc.property(cases(spreading), (list) => {
      const calls = list.flatMap(([who, seen]) =>
        seen.nodeInfos.map((info) => ({ who, info, seen })),
      );
      const answers = batch(
        filterTopologySpread,
        calls.map(({ who, info, seen }) => [who, info.node, seen]),
      );
      for (const [i, { who, info, seen }] of calls.entries()) {
        const no = uneven(who, info, seen);
        expect(answers[i], show(who, info, seen)).toEqual({ value: no ? found[no] : fits });
      }
    });
    fc.assert(property, { numRuns: 8 });
  });

  const show = (who: Pod, { node: { metadata } }: NodeInfo, seen: Snapshot) =>
    `On ${metadata!.name}. ${scene(who, seen.nodeInfos)}`;
});
