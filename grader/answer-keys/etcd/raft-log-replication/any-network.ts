import { lockstep, type Message, type NodeCall } from 'course/kit';
import { callTogether, expectShape, type LogCall, type LogClass } from './log-calls.ts';
import { type LoggedNode, sentIn, type Turn } from './logged-node.ts';
import { type ClusterPlan, quietTicks, Run } from './run.ts';

/** Told of each call on a log and of what it gave. */
export type Listener = (node: LoggedNode, call: LogCall, gave: unknown) => void;

const stormTicks = 45;
/** Enough for any election: each round of one takes at most ten ticks, and half of them end it. */
const mostCalmTicks = 400;

/** Several clusters in a storm that stops and parts nodes and loses, doubles and reorders messages, and in the calm after it. */
export class AnyNetwork {
  readonly runs: Run[];
  readonly #runOf: ReadonlyMap<readonly number[], Run>;

  constructor(
    seed: number,
    plans: readonly ClusterPlan[],
    private readonly Log: LogClass,
    private readonly listen: Listener = () => {},
  ) {
    this.runs = plans.map((plan, i) => new Run(seed + i, plan));
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

  /** The due calls of all clusters in one crossing. What a node sends, it sends at the end of its tick. */
  #perform(calls: readonly NodeCall<LoggedNode>[]): Message[][] {
    const nodes = [...new Set(calls.map(({ on }) => on))];
    const sent = new Map(nodes.map((node) => [node, [] as Message[]]));
    const turns = nodes.map((node) => turnOf(node, calls));
    for (const [i, messages] of this.#settle(turns).entries()) sent.set(nodes[i]!, messages);
    return calls.map(({ on, method }) => (method === 'tick' ? sent.get(on)! : []));
  }

  /** Makes the calls that wait, looks at what they may have changed, and gives what is to be sent after each turn. */
  #settle(turns: readonly Turn[]): Message[][] {
    const waiting = turns.map(({ node, calls }) => {
      return { on: node, calls: [...calls, ...looksAfter(calls)] };
    });
    const gave = callTogether(this.Log, waiting);
    return turns.map((turn, i) => {
      for (const [at, call] of waiting[i]!.calls.entries()) {
        expectShape(call, gave[i]![at]);
        this.listen(turn.node, call, gave[i]![at]);
      }
      const run = this.#runOf.get(turn.node.start.voters)!;
      run.looked(turn, gave[i]!.slice(turn.calls.length));
      return sentIn(turn, gave[i]!).map((message) => run.sized(message));
    });
  }
}

/**
 * Lets a node take all that is due for it. First comes what its election needs the log for, which it knows as it was at the
 * end of the last tick; the order of what arrives at one tick is the network's to choose.
 */
function turnOf(node: LoggedNode, calls: readonly NodeCall<LoggedNode>[]): Turn {
  const due = calls.filter(({ on }) => on === node);
  for (const { method, args } of [...due.filter(looksAtLog), ...due.filter(notAtLog)]) {
    if (method === 'tick') node.tick();
    else node.step(args[0]!);
  }
  return node.takeTurn();
}

function looksAtLog({ method, args }: NodeCall<LoggedNode>): boolean {
  return method === 'tick' || args[0]!.type === 'MsgVote';
}

function notAtLog(call: NodeCall<LoggedNode>): boolean {
  return !looksAtLog(call);
}

/** What is looked at after calls: what was committed, and the log, if the calls may have changed them. */
function looksAfter(calls: readonly LogCall[]): LogCall[] {
  const types = calls.map(([name, arg]) => (name === 'step' ? (arg as Message).type : name));
  if (types.some((type) => changesLog.has(type))) return [['takeCommitted'], ['get', 'entries']];
  return types.some((type) => changesCommit.has(type)) ? [['takeCommitted']] : [];
}

const changesLog = new Set<string>(['MsgApp', 'propose', 'becomeLeader']);
const changesCommit = new Set<string>(['MsgAppResp', 'MsgHeartbeat']);
