import { describe, expect, it } from 'vitest';
import type { Input } from './moment.ts';
import { exercise, play, reference, Stage, said, steps } from './testing/stage.ts';

const stage = new Stage();
const election = exercise('etcd/raft-leader-election');
const raft = exercise('etcd/raft-log-replication');
const store = exercise('etcd/mvcc-store');

describe('the store’s simulation', () => {
  it('a watcher that was away is told all it has missed, unless that was compacted meanwhile', async () => {
    const played = await stage.open(store.id);
    await played.begin(2, steps(3));
    const put = { do: 'choose', id: 'put-web' } as const;
    const cut = { do: 'choose', id: 'cut-1' } as const;
    const connect = { do: 'choose', id: 'connect-1' } as const;
    const compact = { do: 'choose', id: 'compact-newest' } as const;
    const told = said(await played.give([cut, put, put, connect]));
    expect(told.filter((sentence) => /^Watcher 1 is told of revision/.test(sentence))).toHaveLength(
      2,
    );
    const refused = said(await played.give([cut, put, compact, connect]));
    expect(refused).toContainEqual(
      expect.stringMatching(
        /^Watcher 1 asks .* is refused: "etcdserver: mvcc: required revision has been compacted"/,
      ),
    );
  });
});

describe('the Raft simulation', () => {
  it('a leader that is cut off writes what nobody keeps, and gives it up when it is back', async () => {
    const played = await stage.open(raft.id);
    const told = await play(
      played,
      2,
      /Node 3 .* leads in term 1/,
      /A majority has .*entry/,
      ...['cut-3', 'propose-3', 'propose-3'],
      /leads in term [2-9]/,
      'join-3',
      /Node 3 gives up entry/,
    );
    expect(told).toContainEqual(
      expect.stringMatching(/^Node 3, leader of term 1, hears of term \d+ and leads no more\.$/),
    );
    expect(told.at(-1)).not.toContain('is broken');
    const lost = told.find((sentence) => /^Node 3 gives up entry/.test(sentence));
    expect(lost).toMatch(/never committed\.$/);
    expect(told).toContain('From now on no node crashes by chance: the cluster is in your hands.');
  });

  it('goes with the learner’s halves as it goes with the references', async () => {
    const inputs: Input[] = [...steps(4), { do: 'choose', id: 'five' }, ...steps(40)];
    const references = await (await stage.open(raft.id)).begin(4, inputs);
    const both = { [election.id]: reference(election.id), [raft.id]: reference(raft.id) };
    expect(await (await stage.open(raft.id, both)).begin(4, inputs)).toEqual(references);
  }, 60_000);

  it('says which promise of Raft an election of the learner’s breaks', async () => {
    const twice = reference(election.id).replace(
      'const free = this.vote === 0 || this.vote === request.from;',
      'const free = true;',
    );
    const played = await stage.open(raft.id, { [election.id]: twice });
    const inputs = [{ do: 'choose', id: 'storm' } as const, ...steps(120)];
    const seeds = [1, 2, 3, 4, 5, 6];
    const told: string[] = [];
    for (const seed of seeds) told.push(...said(await played.begin(seed, inputs)));
    expect(told).toContainEqual(
      expect.stringMatching(/^One vote is broken: node \d votes for node/),
    );
  }, 60_000);

  it('is played by both exercises', () => {
    expect([election.simulation, raft.simulation]).toEqual([raft.id, raft.id]);
  });
});

describe('the scheduler’s simulation', () => {
  const cordonAll = ['cordon-a', 'cordon-b', 'cordon-c', 'cordon-d'];
  const resources = () => stage.open('scheduler/node-resources-fit');

  it('a Pod that all nodes refuse goes aside, and comes back when its refusal may be gone', async () => {
    const told = await play(await resources(), 1, ...cordonAll, /goes aside/);
    expect(told).toContain('Node a is refused by cordon: node(s) were unschedulable.');
    const moments = await stage.simulator.give([{ do: 'choose', id: 'label-a' }]);
    expect(said(moments)).not.toContainEqual(expect.stringMatching(/back to the queue/));
    const after = await stage.simulator.give([{ do: 'choose', id: 'cordon-a' }]);
    expect(said(after)).toContainEqual(expect.stringMatching(/back to the queue/));
  });

  it('the reader’s weight counts in the next total', async () => {
    const told = await play(await resources(), 1, 'more-room', /passes/);
    expect(told).toContainEqual(expect.stringMatching(/room \d+ times 2, together/));
  });
});

describe('the apiserver’s simulation', () => {
  const registry = 'apiserver/registry';
  const others = ['apiserver/authentication', 'apiserver/rbac-authorizer'];
  const etcd = ['etcd/mvcc-store', 'etcd/watch', 'etcd/txn-cas-cad'];
  const told = async (...parts: (RegExp | string)[]) =>
    play(await stage.open(registry), 1, ...parts);
  const saying = (text: string) => expect.stringContaining(text);

  it('a wrong token is 401; none is a user whom a role lets in', async () => {
    const refused = /^Turned back/;
    const wrong = await told('token', 'token', refused, 'token', refused, 'role', /^The answer/);
    expect(wrong.filter((sentence) => refused.test(sentence))).toEqual([
      saying('at authentication: 401 Unauthorized.'),
      saying('at authorization: 403 Forbidden: deployments.apps is forbidden: User "system:anon'),
    ]);
    expect(wrong.at(-1)).toMatch(/^The answer is 201 Created: web at version 2/);
  });

  it('too many replicas for the policy are 403 from admission, too few are 422 from validation', async () => {
    const refused = / Turned back at /;
    const many = await told(...Array(3).fill('replicas'), refused);
    expect(many).toContainEqual(
      saying('Turned back at admission: 403 Forbidden: admission webhook'),
    );
    const few = await play(stage.simulator, 1, 'replicas', 'replicas', refused);
    expect(few).toContainEqual(
      saying('422 Invalid: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1'),
    );
    expect(few.at(-1)).toBe('Nothing was written, so no watcher is told anything.');
  });

  it('a race is lost by who names a version, and won by who names none', async () => {
    const race = ['verb', 'version', 'tier', 'rival'];
    const lost = await told(/^Watcher 2/, ...race, /Turned back at reading: 409 Conflict/);
    expect(lost).toContainEqual(saying('Just now another apiserver sets the status of web'));
    const won = await play(
      stage.simulator,
      1,
      /^Watcher 2/,
      'verb',
      'tier',
      'rival',
      /^The answer/,
    );
    expect(won.filter((sentence) => sentence.startsWith('Reading'))).toEqual([
      'Reading: web is stored at version 2.',
      'Reading: web is stored at version 3.',
    ]);
    expect(won.at(-1)).toMatch(/^The answer is 200 OK: web at version 4/);
  });

  it('a label that changes is an object that leaves, to who watches by that label', async () => {
    const left = await told(/^Watcher 2/, 'verb', 'tier', /^Watcher 2/);
    expect(left.slice(-2)).toEqual([
      'Watcher 1, of all Deployments, is told MODIFIED web at version 3.',
      saying('Watcher 2, of tier=front, is told DELETED web at version 3. To it web is gone'),
    ]);
  });

  it('goes with all of the learner’s parts, each in a box, as it goes with the references', async () => {
    const inputs: Input[] = [...steps(40), { do: 'choose', id: 'rival' }, ...steps(20)];
    const references = await (await stage.open(registry)).begin(2, inputs);
    const ids = [registry, 'apiserver/label-selectors', ...others, ...etcd];
    const own = Object.fromEntries(ids.map((id) => [id, reference(id)]));
    expect(await (await stage.open(registry, own)).begin(2, inputs)).toEqual(references);
  }, 60_000);

  it('is played by the exercises whose parts are its guards', () => {
    const ids = ['apiserver/label-selectors', ...others];
    expect(ids.map((id) => exercise(id).simulation)).toEqual(ids.map(() => registry));
  });
});
