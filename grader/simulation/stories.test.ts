import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readCatalog } from '../../exercises/catalog.ts';
import { courseRoot } from '../course-root.ts';
import type { Input, Moment } from './moment.ts';
import { Simulator } from './simulator.ts';

const catalog = readCatalog(courseRoot);
const exercise = (id: string) => catalog.find((each) => each.id === id)!;
const election = exercise('etcd/raft-leader-election');
const raft = exercise('etcd/raft-log-replication');
const store = exercise('etcd/mvcc-store');
const text = (id: string) => readFileSync(join(exercise(id).answerKey, 'reference.ts'), 'utf8');

let root: string;
let simulator: Simulator | undefined;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'course-stories-'));
});
afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
  rmSync(root, { recursive: true, force: true });
});

/** Opens a simulation; what is in `own` is played with as the learner's. */
async function open(id: string, own: Readonly<Record<string, string>> = {}): Promise<Simulator> {
  for (const [part, code] of Object.entries(own)) {
    const path = join(root, `${part}.ts`);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  simulator = await Simulator.open({
    exercise: exercise(id),
    catalog,
    own: { root, exercises: Object.keys(own) },
  });
  return simulator;
}

const steps = (count: number): Input[] => Array.from({ length: count }, () => ({ do: 'step' }));
const said = (moments: readonly Moment[]) => moments.flatMap(({ sentences }) => sentences);

/** Plays a story: steps until something is said, a choice, steps again. Gives all that was said. */
async function play(played: Simulator, seed: number, ...parts: (RegExp | string)[]) {
  const told = said(await played.begin(seed));
  for (const part of parts)
    if (typeof part === 'string')
      told.push(...said(await played.give([{ do: 'choose', id: part }])));
    else told.push(...(await until(played, part)));
  return told;
}

async function until(played: Simulator, wanted: RegExp): Promise<string[]> {
  const told: string[] = [];
  for (let step = 0; step < 150; step++) {
    told.push(...said(await played.give(steps(1))));
    if (told.some((sentence) => wanted.test(sentence))) return told;
  }
  throw new Error(`it was never said that ${wanted}:\n${told.join('\n')}`);
}

describe('the store’s simulation', () => {
  it('a watcher that was away is told all it has missed, unless that was compacted meanwhile', async () => {
    const played = await open(store.id);
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
    const played = await open(raft.id);
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
    const references = await (await open(raft.id)).begin(4, inputs);
    await simulator!.close();
    const both = { [election.id]: text(election.id), [raft.id]: text(raft.id) };
    expect(await (await open(raft.id, both)).begin(4, inputs)).toEqual(references);
  }, 60_000);

  it('says which promise of Raft an election of the learner’s breaks', async () => {
    const twice = text(election.id).replace(
      'const free = this.vote === 0 || this.vote === request.from;',
      'const free = true;',
    );
    const played = await open(raft.id, { [election.id]: twice });
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
  const resources = () => open('scheduler/node-resources-fit');

  it('a Pod that all nodes refuse goes aside, and comes back when its refusal may be gone', async () => {
    const told = await play(await resources(), 1, ...cordonAll, /goes aside/);
    expect(told).toContain('Node a is refused by cordon: node(s) were unschedulable.');
    const moments = await simulator!.give([{ do: 'choose', id: 'label-a' }]);
    expect(said(moments)).not.toContainEqual(expect.stringMatching(/back to the queue/));
    const after = await simulator!.give([{ do: 'choose', id: 'cordon-a' }]);
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
  const told = async (...parts: (RegExp | string)[]) => play(await open(registry), 1, ...parts);
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
    const few = await play(simulator!, 1, 'replicas', 'replicas', refused);
    expect(few).toContainEqual(
      saying('422 Invalid: Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1'),
    );
    expect(few.at(-1)).toBe('Nothing was written, so no watcher is told anything.');
  });

  it('a race is lost by who names a version, and won by who names none', async () => {
    const race = ['verb', 'version', 'tier', 'rival'];
    const lost = await told(/^Watcher 2/, ...race, /Turned back at reading: 409 Conflict/);
    expect(lost).toContainEqual(saying('Just now another apiserver sets the status of web'));
    const won = await play(simulator!, 1, /^Watcher 2/, 'verb', 'tier', 'rival', /^The answer/);
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
    const references = await (await open(registry)).begin(2, inputs);
    await simulator!.close();
    const ids = [registry, 'apiserver/label-selectors', ...others, ...etcd];
    const own = Object.fromEntries(ids.map((id) => [id, text(id)]));
    expect(await (await open(registry, own)).begin(2, inputs)).toEqual(references);
  }, 60_000);

  it('is played by the exercises whose parts are its guards', () => {
    const ids = ['apiserver/label-selectors', ...others];
    expect(ids.map((id) => exercise(id).simulation)).toEqual(ids.map(() => registry));
  });
});

describe('the rollout’s simulation', () => {
  const rollout = 'controllers/deployment-rollout';

  it('a version that crashes stops between the fences, is told late, and is undone', async () => {
    const told = await play(
      await open(rollout),
      1,
      ...['break', /ProgressDeadlineExceeded/],
      'undo',
      /All is as wanted/,
    );
    expect(told).toContain('1 Pod of v2 starts and crashes.');
    expect(told).toContain(
      'The Deployment controller waits: 7 ordered, at most 7; 5 available, at least 5.',
    );
    expect(told).toContain(
      'The Deployment controller gives ReplicaSet v1 revision 3: its template is the present one.',
    );
    expect(told.slice(-2)).toContain('All is as wanted: 6 Pods of v1, all available.');
    expect(told).not.toContainEqual(expect.stringMatching(/too many/));
  });

  it('paused in the middle it is scaled, and rolled only when it goes on', async () => {
    const played = await open(rollout);
    const told = await play(played, 2, 'release', /down from 6 to 5/, ...['pause', 'scale'], /up/);
    expect(told.filter((each) => /scales ReplicaSet v1 up from 5/.test(each))).toHaveLength(1);
    const paused = said(await played.give(steps(6)));
    expect(paused).not.toContainEqual(expect.stringMatching(/scales ReplicaSet/));
    const resumed = said(await played.give([{ do: 'choose', id: 'resume' }, ...steps(30)]));
    expect(resumed).toContain('All is as wanted: 9 Pods of v2, all available.');
  });

  it('goes with the learner’s controller as with the reference, and says when one orders too much', async () => {
    const inputs: Input[] = [...steps(3), { do: 'choose', id: 'surge' }, ...steps(12)];
    const reference = await (await open(rollout)).begin(3, inputs);
    await simulator!.close();
    expect(await (await open(rollout, { [rollout]: text(rollout) })).begin(3, inputs)).toEqual(
      reference,
    );
    await simulator!.close();
    const generous = text(rollout).replace(
      'const size = newReplicaSetSize(deployment, newSet, oldSets);\n    if',
      'const size = newReplicaSetSize(deployment, newSet, oldSets) + 1;\n    if',
    );
    const told = await play(await open(rollout, { [rollout]: generous }), 1, 'release', /too many/);
    expect(told).toContainEqual(
      expect.stringMatching(/^That is too many: \d+ are ordered, at most 7 may be\.$/),
    );
  }, 60_000);
});
