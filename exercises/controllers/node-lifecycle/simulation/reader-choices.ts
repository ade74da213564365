import type { Choice } from '#simulation';
import type { Kubelet } from './kubelet.ts';

/** The node that can be tainted by hand. */
export const repaired = 'n5';

/** What the reader may do: to each node, to all, and what `kubectl taint` does. */
export function readerChoices(kubelets: readonly Kubelet[], tainted: boolean): Choice[] {
  return [
    ...kubelets.map(({ name, cut }) =>
      cut
        ? { id: `join-${name}`, label: `connect ${name} again` }
        : { id: `cut-${name}`, label: `cut ${name} off` },
    ),
    kubelets.every(({ cut }) => cut)
      ? { id: 'join-all', label: 'connect all nodes again' }
      : { id: 'cut-all', label: 'cut all nodes off' },
    tainted
      ? { id: 'untaint', label: `remove taint repair from ${repaired}` }
      : { id: 'taint', label: `taint ${repaired} repair:NoExecute` },
  ];
}
