import type { Entry, Message } from './message.ts';

/** What a message says, as a sentence without its full stop; `to` lists all who get the same. */
export function sentenceOf(message: Message, to: readonly number[] = [message.to]): string {
  const { from, term } = message;
  const others = listed(to);
  switch (message.type) {
    case 'MsgVote':
      return `node ${from} asks ${others} for ${to.length > 1 ? 'their votes' : 'its vote'} in term ${term}; its own log ${logEnd(message)}`;
    case 'MsgVoteResp':
      return message.reject
        ? `node ${from} refuses ${others} its vote; its term is ${term}`
        : `node ${from} votes for ${others} in term ${term}`;
    case 'MsgHeartbeat':
      return `node ${from} sends ${others} its heartbeat as leader of term ${term}${committed(message)}`;
    case 'MsgHeartbeatResp':
      return `node ${from} answers the heartbeat of ${others}`;
    case 'MsgApp':
      return `node ${from}, leader of term ${term}, sends ${others} ${entriesOf(message.entries)} after ${entry(message)}${committed(message)}`;
    case 'MsgAppResp':
      return message.reject
        ? `node ${from} refuses the entries of ${others}; its term is ${term}${hint(message.rejectHint)}`
        : `node ${from} has what ${others} has up to entry ${message.index}`;
  }
}

/** A message as a thing: `the vote request of node 1 in term 2`. */
export function nameOf(message: Message): string {
  return `the ${nouns[message.type]} of node ${message.from} in term ${message.term}`;
}

/** `node 2`, `nodes 2 and 3`, `nodes 2, 3 and 4`. */
export function listed(ids: readonly number[]): string {
  if (ids.length < 2) return `node ${ids[0] ?? 'nobody'}`;
  return `nodes ${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}

const nouns: Record<Message['type'], string> = {
  MsgVote: 'vote request',
  MsgVoteResp: 'answer to the vote request',
  MsgApp: 'append request',
  MsgAppResp: 'answer to the append request',
  MsgHeartbeat: 'heartbeat',
  MsgHeartbeatResp: 'answer to the heartbeat',
};

function logEnd({ index, logTerm }: { index: number; logTerm: number }): string {
  return index === 0 ? 'is empty' : `ends with entry ${index} of term ${logTerm}`;
}

function entry({ index, logTerm }: { index: number; logTerm: number }): string {
  return index === 0 ? 'the empty log' : `entry ${index} of term ${logTerm}`;
}

function entriesOf(entries: readonly Entry[]): string {
  if (entries.length === 0) return 'nothing new';
  const each = entries.map(({ index, term, data }) => `${index} (term ${term}, "${data}")`);
  return `${entries.length === 1 ? 'entry' : 'entries'} ${each.join(', ')}`;
}

function committed({ commit }: { commit: number }): string {
  return commit > 0 ? `; committed up to ${commit}` : '';
}

function hint(rejectHint: number | undefined): string {
  return rejectHint ? `; try entry ${rejectHint}` : '';
}
