import type { Cluster, Entry, Flight, Message } from 'course/kit';
import { Canvas, type Line, type Tone } from '#simulation';
import type { Peer, PeerView } from './peer.ts';
import type { Silence } from './silence.ts';

/** Columns of the table of nodes. */
const column = { id: 1, sign: 3, role: 5, term: 16, vote: 22, quiet: 28, log: 36 } as const;
const cell = 4;
const entriesShown = Math.floor((76 - column.log) / cell);
/** Rows of messages, in two columns each. */
const messageRows = 6;
const laneWidth = 8;

const roles: Readonly<Record<PeerView['role'], readonly [sign: string, tone: Tone]>> = {
  leader: ['★', 'accent'],
  candidate: ['?', 'warn'],
  follower: ['·', 'plain'],
};

/** Draws the nodes with their logs, entry below entry, and the messages between them. */
export function clusterPicture(
  cluster: Cluster<Peer>,
  views: readonly PeerView[],
  silence: Silence,
): Line[] {
  const canvas = new Canvas();
  const longest = Math.max(...views.map(({ log }) => log.length));
  const first = Math.max(1, longest - entriesShown + 1);
  header(canvas, first, longest);
  for (const [index, view] of views.entries()) {
    node(canvas, view, index + 1, first);
    const waits = view.running && view.role !== 'leader';
    canvas.put(column.quiet, index + 1, waits ? String(silence.of(view.id)) : '-', 'dim');
  }
  messages(canvas, cluster, views.length + 2);
  return canvas.lines();
}

function header(canvas: Canvas, first: number, longest: number): void {
  canvas.put(column.id, 0, 'node', 'dim');
  canvas.put(column.term, 0, 'term', 'dim');
  canvas.put(column.vote, 0, 'vote', 'dim');
  canvas.put(column.quiet, 0, 'quiet', 'dim');
  if (longest === 0) canvas.put(column.log, 0, 'log', 'dim');
  for (let index = first; index <= longest; index++)
    canvas.put(column.log + (index - first) * cell, 0, String(index), 'dim');
}

function node(canvas: Canvas, view: PeerView, row: number, first: number): void {
  const { id, running, role, term, vote } = view;
  const [sign, tone] = running ? roles[role] : (['✗', 'bad'] as const);
  canvas.put(column.id, row, String(id), running ? 'strong' : 'dim');
  canvas.put(column.sign, row, sign, tone);
  canvas.put(column.role, row, running ? role : 'stopped', tone);
  canvas.put(column.term, row, String(term), running ? 'plain' : 'dim');
  canvas.put(column.vote, row, vote > 0 ? String(vote) : '-', 'dim');
  for (const entry of view.log) logEntry(canvas, entry, view, row, first);
  if (first > 1) canvas.put(column.log - 2, row, '…', 'dim');
}

/** An entry is its term and its value, `2c`; a leader's own first one `2·`. The bar stands behind the last that is committed. */
function logEntry(
  canvas: Canvas,
  { index, term, data }: Entry,
  { commit, running }: PeerView,
  row: number,
  first: number,
): void {
  if (index < first) return;
  const at = column.log + (index - first) * cell;
  const tone = !running ? 'dim' : index <= commit ? 'good' : 'warn';
  canvas.put(at, row, `${term}${data || '·'}`.slice(0, 3), tone);
  if (index === commit) canvas.put(at + 3, row, '│', 'strong');
}

function messages(canvas: Canvas, cluster: Cluster<Peer>, top: number): void {
  const { flights } = cluster.network;
  const room = messageRows * 2;
  const shown = flights.length > room ? flights.slice(0, room - 1) : flights;
  for (const [index, flight] of shown.entries()) {
    const left = index % 2 === 0 ? 1 : 40;
    message(canvas, flight, cluster, left, top + Math.floor(index / 2));
  }
  if (shown.length < flights.length)
    canvas.put(40, top + messageRows - 1, `and ${flights.length - shown.length} more`, 'dim');
}

/** A lane from sender to receiver; the arrow is as far as the message. */
function message(
  canvas: Canvas,
  { message: { from, to }, message, sentAt, arrivesAt }: Flight,
  { network, trace }: Cluster<Peer>,
  left: number,
  row: number,
): void {
  const cut = network.isCut(from, to);
  const way = (trace.tick - sentAt) / Math.max(1, arrivesAt - sentAt);
  const at = Math.min(laneWidth - 2, Math.max(0, Math.floor(way * (laneWidth - 1))));
  canvas.put(left, row, String(from), 'strong');
  canvas.put(left + 2, row, '─'.repeat(laneWidth), 'dim');
  if (cut) canvas.put(left + 2 + laneWidth - 2, row, '╳', 'bad');
  canvas.put(left + 2 + at, row, '▶', 'accent');
  canvas.put(left + 3 + laneWidth, row, String(to), 'strong');
  canvas.put(left + 5 + laneWidth, row, `${said(message)}`.slice(0, 23), cut ? 'dim' : 'plain');
}

/** A message in few words. */
function said(message: Message): string {
  const term = `t${message.term}`;
  switch (message.type) {
    case 'MsgVote':
      return `vote for me? ${term}`;
    case 'MsgVoteResp':
      return `${message.reject ? 'no' : 'yes, my vote'} ${term}`;
    case 'MsgHeartbeat':
      return `heartbeat ${term}`;
    case 'MsgHeartbeatResp':
      return `I am here ${term}`;
    case 'MsgApp':
      return `${entries(message.entries)} ${term}`;
    case 'MsgAppResp':
      return message.reject ? `no: does not fit ${term}` : `I have up to ${message.index} ${term}`;
  }
}

function entries(list: readonly Entry[]): string {
  const [first] = list;
  const last = list.at(-1);
  if (!first || !last) return 'nothing new';
  return first === last ? `entry ${first.index}` : `entries ${first.index}-${last.index}`;
}
