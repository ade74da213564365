import type { Choice } from '#simulation';
import type { PeerView } from './peer.ts';
import { type RaftCluster, twoParts } from './raft-cluster.ts';

/** What the reader may do: to each node, then to the network, then to the whole. */
export function readerChoices(cluster: RaftCluster, views: readonly PeerView[]): Choice[] {
  return [
    ...views.map((view) => proposing(view, cluster.nextValue)),
    ...views.map(({ id, running }) =>
      running
        ? { id: `stop-${id}`, label: `stop node ${id}` }
        : { id: `start-${id}`, label: `start node ${id} again` },
    ),
    ...views.map(({ id }) =>
      cluster.isCutOff(id)
        ? { id: `join-${id}`, label: `connect node ${id} again` }
        : { id: `cut-${id}`, label: `cut node ${id} off from all others` },
    ),
    ...views.map(({ id }) => holding(id, cluster)),
    parting(views),
    {
      id: 'mend',
      label: 'mend all links',
      ...(cluster.isWhole && { why: 'All links work.' }),
    },
    cluster.storms
      ? { id: 'calm', label: 'let no more messages get lost' }
      : { id: 'storm', label: 'let one message in three get lost' },
    views.length === 5
      ? { id: 'three', label: 'begin again with three nodes' }
      : { id: 'five', label: 'begin again with five nodes' },
  ];
}

function proposing({ id, running, role }: PeerView, value: string): Choice {
  const choice = { id: `propose-${id}`, label: `propose "${value}" to node ${id}` };
  if (!running) return { ...choice, why: `Node ${id} does not run.` };
  if (role === 'leader') return choice;
  return { ...choice, why: `Only a leader takes proposals; node ${id} is a ${role}.` };
}

function holding(id: number, cluster: RaftCluster): Choice {
  const choice = { id: `hold-${id}`, label: `hold up messages of node ${id}` };
  if (cluster.flightsOf(id).length > 0) return choice;
  return { ...choice, why: `Nothing of node ${id} is under way.` };
}

function parting(views: readonly PeerView[]): Choice {
  const [minority, majority] = twoParts(views);
  return { id: 'part', label: `part ${minority.join(', ')} from ${majority.join(', ')}` };
}
