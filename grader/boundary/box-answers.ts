import { boxModules } from './box-modules.ts';
import type { Outcome, Question, Request, Target } from './protocol.ts';
import { Side } from './side.ts';
import { Tag, type Wire, WireError } from './wire.ts';

type Callable = (...args: unknown[]) => unknown;
type Constructor = new (...args: unknown[]) => object;

/** Serves requests on the learner's file; `ask` puts a question to the trusted side and waits for its answer. */
export function answerer(ask: (question: Question) => unknown): (request: Request) => Outcome {
  const modules = boxModules((question) => ask(question));
  let exported: Record<string, unknown> = {};
  let classes: Constructor[] = [];

  const side = new Side({
    call: (ref, method, args) =>
      settle(ask({ ask: 'call', ref, method, args: side.encode(args) }) as Outcome),
    read: (ref, key) => settle(ask({ ask: 'read', ref, key }) as Outcome),
    instance: () => {
      throw new WireError('the box holds no instances of the trusted side');
    },
    staysHere: (target) => classes.some((type) => target instanceof type),
  });

  function settle(outcome: Outcome): unknown {
    if ('threw' in outcome) throw side.decode(outcome.threw);
    return side.decode(outcome.value);
  }

  function targetOf(on: Target): unknown {
    if ('ref' in on) return side.kept(on.ref);
    if (!(on.export in exported)) throw new ReferenceError(`the file exports no ${on.export}`);
    return exported[on.export];
  }

  function call(on: Target, method: string | null, args: unknown[]): unknown {
    const target = targetOf(on);
    const callable = method === null ? target : (target as Record<string, unknown>)[method];
    if (typeof callable !== 'function')
      throw new TypeError(`${method ?? ('export' in on ? on.export : 'it')} is not a function`);
    return method === null
      ? (callable as Callable)(...args)
      : (callable as Callable).apply(target, args);
  }

  function run(request: Request): unknown {
    switch (request.do) {
      case 'load':
        exported = modules.load(request.file, request.code);
        classes = classesOf(exported);
        return Object.keys(exported);
      case 'construct':
        return new (targetOf(request.on) as Constructor)(...argumentsOf(request.args));
      case 'call': {
        const args = argumentsOf(request.args);
        const value = call(request.on, request.method, args);
        return request.copyBack ? { value, args } : value;
      }
      case 'read':
        return (targetOf(request.on) as Record<string, unknown>)[request.key];
      case 'write':
        (targetOf(request.on) as Record<string, unknown>)[request.key] = side.decode(request.value);
        return undefined;
      case 'batch':
        return undefined;
    }
  }

  const argumentsOf = (wire: Wire): unknown[] => side.decode(wire) as unknown[];
  const outcomeOf = (work: () => unknown): Outcome => {
    try {
      return { value: side.encode(work()) };
    } catch (error) {
      return { threw: thrown(error, side) };
    }
  };

  return (request) =>
    request.do === 'batch'
      ? {
          value: request.calls.map(({ method, args }) => {
            const outcome = outcomeOf(() => call(request.on, method, argumentsOf(args)));
            return 'threw' in outcome ? { threw: outcome.threw } : { value: outcome.value };
          }) as unknown as Wire,
        }
      : outcomeOf(() => run(request));
}

function thrown(error: unknown, side: Side): Wire {
  try {
    return side.encode(error);
  } catch {
    return [Tag.error, 'WireError', 'something that cannot be shown was thrown', '', {}];
  }
}

function classesOf(exported: Record<string, unknown>): Constructor[] {
  return Object.values(exported).filter(
    (item): item is Constructor =>
      typeof item === 'function' && typeof item.prototype === 'object' && item.prototype !== null,
  );
}
