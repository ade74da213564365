import type { Entry } from 'course/kit';
import type { PeerView } from './peer.ts';

/** What became of the nodes from one moment to the next, in sentences. */
export function changes(before: readonly PeerView[], after: readonly PeerView[]): string[] {
  return after.flatMap((now, index) => {
    const was = before[index];
    return was?.running && now.running ? changesOf(was, now) : [];
  });
}

function changesOf(was: PeerView, now: PeerView): string[] {
  return [...roleChange(was, now), ...logChange(was, now), ...commitChange(was, now)];
}

function roleChange(was: PeerView, now: PeerView): string[] {
  const { id, role, term } = now;
  if (role === 'candidate' && (was.role !== 'candidate' || was.term !== term))
    return [
      was.role === 'candidate'
        ? `Node ${id} got no majority in time and tries again: it is a candidate of term ${term} now.`
        : `Node ${id} has heard of no leader for too long: it becomes a candidate of term ${term} and votes for itself.`,
    ];
  if (role === 'leader' && (was.role !== 'leader' || was.term !== term))
    return [`Node ${id} has the votes of a majority: it leads in term ${term}.`];
  if (was.role === 'leader' && role === 'follower')
    return [`Node ${id}, leader of term ${was.term}, hears of term ${term} and leads no more.`];
  if (was.role === 'candidate' && role === 'follower')
    return [
      now.leader > 0
        ? `Node ${id} gives up: node ${now.leader} leads in term ${term}.`
        : `Node ${id} gives up: somebody is in term ${term} already.`,
    ];
  if (now.leader !== was.leader && now.leader > 0)
    return [`Node ${id} follows node ${now.leader} in term ${term}.`];
  return [];
}

function logChange(was: PeerView, now: PeerView): string[] {
  const lost = was.log.filter((entry, index) => !same(entry, now.log[index]));
  if (lost.length === 0) return [];
  const what = lost.map(
    ({ index, term, data }) => `entry ${index} (term ${term}${data === '' ? '' : `, "${data}"`})`,
  );
  return [
    `Node ${now.id} gives up ${what.join(', ')}: the leader has something else there, and ${lost.length === 1 ? 'it was' : 'they were'} never committed.`,
  ];
}

function commitChange(was: PeerView, now: PeerView): string[] {
  if (now.commit <= was.commit) return [];
  const entries = now.log.slice(was.commit, now.commit);
  const what = entries.map(({ index, data }) => `${index}${named(data)}`).join(', ');
  const noun = entries.length === 1 ? 'entry' : 'entries';
  return [
    now.role === 'leader'
      ? `A majority has ${noun} ${what}: node ${now.id} commits.`
      : `Node ${now.id} learns that ${noun} ${what} ${entries.length === 1 ? 'is' : 'are'} committed.`,
  ];
}

function named(data: string): string {
  return data === '' ? '' : ` "${data}"`;
}

function same(a: Entry, b: Entry | undefined): boolean {
  return a.index === b?.index && a.term === b.term && a.data === b.data;
}
