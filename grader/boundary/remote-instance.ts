import { mayBeCallable } from './ours-to-call.ts';
import type { Outcome, Request, Target } from './protocol.ts';
import { type Remote, remote } from './remote.ts';
import { announce } from './shape.ts';
import type { Reference, Wire } from './wire.ts';

/** What stand-ins need of the session. */
export interface Sender {
  /** Sends a request and gives its value; `label` and the encoded `args` are for the log. */
  send(message: Request, label: string, args: Wire | null): unknown;
  /** Sends a batch and gives its outcomes undecoded. `log` is a line for all of it, or a label for each step. */
  sendBatch(message: Request & { do: 'batch' }, log: string | readonly string[]): Outcome[];
  settle(outcome: Outcome): unknown;
  /** Logs a call that did not cross. */
  note(label: string, args: Wire, outcome: Outcome): void;
  /** Says how something of the suite's own is called in the log. */
  name(part: object, label: string): void;
  /** Does what can only go wrong when the box breaks the rules. */
  believed<T>(work: () => T): T;
  encode(value: unknown): Wire;
}

/** How an instance is called in a list of calls: `store` for a Store. */
export function instanceLabel(className: string): string {
  const name = className.slice(0, 60);
  return name ? name[0]!.toLowerCase() + name.slice(1) : 'it';
}

/** A live stand-in for an instance of a class that the learner's file exports. */
export function instanceProxy({ id, name, methods, getters }: Reference, sender: Sender): object {
  const instance = new RemoteInstance({ ref: id }, instanceLabel(name), methods, sender);
  const proxy = new Proxy(
    {},
    {
      get: (_, key) => instance.get(key),
      set: (_, key, value) => instance.set(key, value),
      has: (_, key) => typeof key === 'string' && instance.methods.has(key),
    },
  );
  announce(proxy, { methods: [...instance.methods], getters: getters.filter(mayBeCallable) });
  return proxy;
}

class RemoteInstance {
  readonly methods: ReadonlySet<string>;
  private readonly callers = new Map<string, unknown>();
  private readonly behind: Remote;

  constructor(
    private readonly on: Target,
    private readonly label: string,
    methods: readonly string[],
    private readonly sender: Sender,
  ) {
    this.methods = new Set(methods.filter(mayBeCallable));
    this.behind = { on, label, sender };
  }

  get(key: string | symbol): unknown {
    if (key === remote) return this.behind;
    if (typeof key === 'symbol' || !mayBeCallable(key)) return undefined;
    const label = `${this.label}.${key}`;
    if (!this.methods.has(key))
      return this.sender.send({ do: 'read', on: this.on, key }, label, null);
    if (!this.callers.has(key)) this.callers.set(key, caller(this.on, key, label, this.sender));
    return this.callers.get(key);
  }

  set(key: string | symbol, value: unknown): boolean {
    if (typeof key === 'symbol') return false;
    const wire = this.sender.encode(value);
    this.sender.send({ do: 'write', on: this.on, key, value: wire }, `${this.label}.${key} =`, [
      0,
      wire,
    ]);
    return true;
  }
}

/** A function that calls the target's method, or the target itself. */
export function caller(
  on: Target,
  method: string | null,
  label: string,
  sender: Sender,
): (...args: unknown[]) => unknown {
  return (...args) => {
    const wire = sender.encode(args);
    return sender.send({ do: 'call', on, method, args: wire }, label, wire);
  };
}
