import { lockstep, type Message, type NodeCall } from 'course/kit';
import { seed } from '#suite';
import { callTogether, expectShape, type LogCall } from './log-calls.ts';
import { type LoggedNode, sentIn, type Turn } from './logged-node.ts';
import { type MakeLog, quietTicks, Run } from './run.ts';

/** Told of each call on a log and of what it gave. */
export type Listener = (node: LoggedNode, call: LogCall, gave: unknown) => void;

const sizes = [3, 5, 4, 3];
const stormTicks = 55;
/** Enough for any election: each round of one takes at most ten ticks, and half of them end it. */
const mostCalmTicks = 400;

/** Several clusters in a storm that stops and parts nodes and loses, doubles and reorders messages, and in the calm after it. */
export class AnyNetwork {
  readonly runs: Run[];
  readonly #listen: Listener;
  readonly #runOf: ReadonlyMap<readonly number[], Run>;

  constructor(clusters: number, makeLog: MakeLog, listen: Listener = () => {}) {
    this.#listen = listen;
    this.runs = sizes.slice(0, clusters).map((size, i) => new Run(seed() + i, size, makeLog));
    this.#runOf = new Map(this.runs.map((run) => [run.cluster.ids, run]));
  }

  run(): void {
    const perform = (calls: readonly NodeCall<LoggedNode>[]) => this.#perform(calls);
    const clusters = this.runs.map(({ cluster }) => cluster);
    lockstep(clusters, stormTicks, { perform, before: (_, i) => this.runs[i]!.storm() });
    for (const run of this.runs) run.endStorm();
    for (let tick = 0; tick < mostCalmTicks && !this.runs.every((run) => run.settled); tick += 1)
      lockstep(clusters, 1, { perform });
    for (const run of this.runs) run.propose();
    lockstep(clusters, quietTicks, { perform });
  }

  /** The due calls of all clusters, in as few crossings as the elections' look at their logs allows. */
  #perform(calls: readonly NodeCall<LoggedNode>[]): Message[][] {
    const sent: Message[][] = calls.map(() => []);
    const due = new Map<LoggedNode, number[]>();
    for (const [i, { on }] of calls.entries()) due.set(on, [...(due.get(on) ?? []), i]);
    for (let round = startRound(calls, due); round.length > 0; round = startRound(calls, due)) {
      const messages = this.#settle(round.map(({ turn }) => turn));
      for (const [at, { i }] of round.entries()) sent[i] = messages[at]!;
    }
    return sent;
  }

  /** Makes the calls that wait, looks at what they may have changed, and gives what is to be sent after each turn. */
  #settle(turns: readonly Turn[]): Message[][] {
    const waiting = turns.map(({ node, calls }) => {
      return { log: node.log, calls: [...calls, ...looksAfter(calls)] };
    });
    const gave = callTogether(waiting);
    return turns.map((turn, i) => {
      for (const [at, call] of waiting[i]!.calls.entries()) {
        expectShape(call, gave[i]![at]);
        this.#listen(turn.node, call, gave[i]![at]);
      }
      const run = this.#runOf.get(turn.node.start.voters)!;
      run.looked(turn, gave[i]!.slice(turn.calls.length));
      return sentIn(turn, gave[i]!);
    });
  }
}

/** Each node takes its next calls, up to one for which its election must see what the earlier ones made of its log. */
function startRound(
  calls: readonly NodeCall<LoggedNode>[],
  due: ReadonlyMap<LoggedNode, number[]>,
): { i: number; turn: Turn }[] {
  return [...due].flatMap(([node, mine]) => {
    const turns: { i: number; turn: Turn }[] = [];
    const waits = () => turns.some(({ turn }) => turn.calls.length > 0);
    while (mine.length > 0 && !(waits() && looksAtLog(calls[mine[0]!]!))) {
      const i = mine.shift()!;
      const { method, args } = calls[i]!;
      if (method === 'tick') node.tick();
      else node.step(args[0]!);
      turns.push({ i, turn: node.takeTurn() });
    }
    return turns;
  });
}

function looksAtLog({ method, args }: NodeCall<LoggedNode>): boolean {
  return method === 'tick' || args[0]!.type === 'MsgVote';
}

/** What is looked at after calls: what was committed, and the log, if the calls may have changed them. */
function looksAfter(calls: readonly LogCall[]): LogCall[] {
  const types = calls.map(([name, arg]) => (name === 'step' ? (arg as Message).type : name));
  if (types.some((type) => changesLog.has(type))) return [['takeCommitted'], ['get', 'entries']];
  return types.some((type) => changesCommit.has(type)) ? [['takeCommitted']] : [];
}

const changesLog = new Set<string>(['MsgApp', 'propose', 'becomeLeader']);
const changesCommit = new Set<string>(['MsgAppResp', 'MsgHeartbeat']);
