import type { Known, Scene } from './pods.ts';

/** The phase, from the words of a scene: sets of what is known instead of states of containers. */
export function phaseOf({ policy = 'Always', init = {}, main = {} }: Scene, ended: boolean) {
  const inits = Object.entries(init);
  const plain = inits.filter(([name]) => !name.startsWith('side')).map(([, known]) => known);
  const sidecars = inits.filter(([name]) => name.startsWith('side')).map(([, known]) => known);
  const mains = Object.values(main);
  const among = (list: readonly Known[], ...words: Known[]) =>
    list.some((known) => words.includes(known));
  const running: Known[] = ['runs', 'runs, started', 'ready'];
  const unborn: Known[] = ['waits', 'says nothing', null];

  if (policy === 'Never' && among(plain, 'ended 1', 'waits after 1')) return 'Failed';
  if (among(plain, ...running, ...unborn)) return 'Pending';
  if (among(sidecars, 'runs') && !among(mains, ...running, 'ended 0', 'ended 1')) return 'Pending';
  if (among([...mains, ...sidecars], ...unborn)) return 'Pending';
  if (among([...mains, ...sidecars], ...running)) return 'Running';
  const wellDone = mains.every((known) => known === 'ended 0');
  if (ended) return wellDone ? 'Succeeded' : 'Failed';
  if (policy === 'Always') return 'Running';
  if (wellDone) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}
