import { describe, expect, it } from 'vitest';
import type { Input } from './moment.ts';
import { play, reference, Stage, said, steps } from './testing/stage.ts';

const stage = new Stage();

describe('the rollout’s simulation', () => {
  const rollout = 'controllers/deployment-rollout';

  it('a version that crashes stops between the fences, is told late, and is undone', async () => {
    const told = await play(
      await stage.open(rollout),
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
    const played = await stage.open(rollout);
    const told = await play(played, 2, 'release', /down from 6 to 5/, ...['pause', 'scale'], /up/);
    expect(told.filter((each) => /scales ReplicaSet v1 up from 5/.test(each))).toHaveLength(1);
    const paused = said(await played.give(steps(6)));
    expect(paused).not.toContainEqual(expect.stringMatching(/scales ReplicaSet/));
    const resumed = said(await played.give([{ do: 'choose', id: 'resume' }, ...steps(30)]));
    expect(resumed).toContain('All is as wanted: 9 Pods of v2, all available.');
  });

  it('goes with the learner’s controller as with the reference, and says when one orders too much', async () => {
    const inputs: Input[] = [...steps(3), { do: 'choose', id: 'surge' }, ...steps(12)];
    const references = await (await stage.open(rollout)).begin(3, inputs);
    expect(
      await (await stage.open(rollout, { [rollout]: reference(rollout) })).begin(3, inputs),
    ).toEqual(references);
    const generous = reference(rollout).replace(
      'const size = newReplicaSetSize(deployment, newSet, oldSets);\n    if',
      'const size = newReplicaSetSize(deployment, newSet, oldSets) + 1;\n    if',
    );
    const told = await play(
      await stage.open(rollout, { [rollout]: generous }),
      1,
      'release',
      /too many/,
    );
    expect(told).toContainEqual(
      expect.stringMatching(/^That is too many: \d+ are ordered, at most 7 may be\.$/),
    );
  }, 60_000);
});

describe('the simulation of nodes', () => {
  const nodes = 'controllers/node-lifecycle';

  it('a node that is cut off is doubted after 50 s and cleared by its Pods’ tolerations', async () => {
    const told = await play(
      await stage.open(nodes),
      1,
      ...['cut-n1', 'cut-n2', /evicted from n1/, /db-\d is evicted from n2/],
    );
    const at = (wanted: RegExp) => told.findIndex((sentence) => wanted.test(sentence));
    const order = [
      at(/for 50 s of n1 and n2/),
      at(/sets Ready of n1 and n2 to Unknown/),
      at(/^n1 gets the taint unreachable:NoExecute/),
      at(/^web-\d may stay on n1 for 30 s more/),
      at(/^n2 has to wait/),
      at(/^n2 gets the taint unreachable:NoExecute/),
      at(/^db-\d may stay on n2 for 300 s more/),
      at(/^web-\d is evicted from n1/),
      at(/^db-\d is evicted from n2/),
    ];
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect(order[0]).toBeGreaterThan(0);
    expect(told).not.toContainEqual(expect.stringMatching(/agent-n[12] (may|is evicted)/));
  });

  it('when all are silent the controller doubts itself, and nobody is moved', async () => {
    const told = await play(
      await stage.open(nodes),
      1,
      ...['cut-n1', /web-\d may stay on n1/, 'cut-all', /FullDisruption/],
    );
    expect(told).toContain('Zone b is in state FullDisruption: no node may get a NoExecute taint.');
    expect(told).toContain('n1 loses the taint unreachable:NoExecute.');
    const later = said(await stage.simulator.give(steps(40)));
    expect(later).not.toContainEqual(expect.stringMatching(/evicted/));
  });

  it('a small zone that is mostly silent stops, and a taint by hand works as any', async () => {
    const told = await play(
      await stage.open(nodes),
      2,
      ...['cut-n1', 'cut-n2', 'cut-n3', /^Zone a is in state PartialDisruption: no node/],
      ...['taint', /evicted from n5/],
    );
    expect(told).toContain('n1, n2 and n3 have to wait: no taint unreachable:NoExecute yet.');
  });

  it('goes with the learner’s controllers and tolerations as with the references', async () => {
    const inputs: Input[] = [...steps(20), { do: 'choose', id: 'cut-n4' }, ...steps(20)];
    const references = await (await stage.open(nodes)).begin(3, inputs);
    const ids = [nodes, 'scheduler/taints-tolerations'];
    const own = Object.fromEntries(ids.map((id) => [id, reference(id)]));
    expect(await (await stage.open(nodes, own)).begin(3, inputs)).toEqual(references);
  }, 60_000);
});
