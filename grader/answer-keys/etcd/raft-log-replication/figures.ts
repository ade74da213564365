import type { Message, ReplicationHalf } from 'course/kit';

/**
 * Figure 7 of the extended Raft paper: the terms of the log of a leader that has just won term 8, and of six followers
 * that it may find.
 */
export const figure7 = {
  leader: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6],
  followers: [
    { name: '(a), which lacks an entry', terms: [1, 1, 1, 4, 4, 5, 5, 6, 6] },
    { name: '(b), which lacks many entries', terms: [1, 1, 1, 4] },
    { name: '(c), which has an entry too many', terms: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 6] },
    { name: '(d), which has two of a later term', terms: [1, 1, 1, 4, 4, 5, 5, 6, 6, 6, 7, 7] },
    { name: '(e), which has too many and too few', terms: [1, 1, 1, 4, 4, 4, 4] },
    {
      name: '(f), which led twice and committed nothing',
      terms: [1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3],
    },
  ],
};

type Stepping = Pick<ReplicationHalf, 'step'>;

/** Messages and answers go to and fro between node 1, which leads, and node 2 until nothing more is said. Gives all of them. */
export function agree(first: Message[], leader: Stepping, follower: Stepping): Message[] {
  const said: Message[] = [];
  let waiting = first;
  while (waiting.length > 0 && said.length < 50) {
    const heard = waiting.filter(({ to }) => to === 1 || to === 2);
    said.push(...heard);
    waiting = heard.flatMap((message) => (message.to === 1 ? leader : follower).step(message));
  }
  return said;
}

/** How many of the messages are refusals. */
export function refusals(messages: Message[]): number {
  return messages.filter((message) => message.type === 'MsgAppResp' && message.reject).length;
}
