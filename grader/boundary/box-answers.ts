import { boxModules } from './box-modules.ts';
import type { Outcome, Question, Request, Step, Target } from './protocol.ts';
import { Side } from './side.ts';
import { Tag, type Wire, WireError } from './wire.ts';

type Callable = (...args: unknown[]) => unknown;
/** What a step of a batch gave, here where it stays what it is. */
type Gave = { readonly value: unknown } | { readonly error: unknown };
type Constructor = new (...args: unknown[]) => object;

/** Serves requests on the learner's file; `ask` puts a question to the trusted side and waits for its answer. */
export function answerer(ask: (question: Question) => unknown): (request: Request) => Outcome {
  const file = new LearnerFile(ask);
  return (request) => file.answer(request);
}

class LearnerFile {
  private readonly modules;
  private readonly side: Side;
  private exported: Record<string, unknown> = {};
  private classes: Constructor[] = [];

  constructor(private readonly ask: (question: Question) => unknown) {
    this.modules = boxModules(ask);
    this.side = new Side({
      call: (ref, method, args) =>
        this.settle(this.ask({ ask: 'call', ref, method, args: this.side.encode(args) })),
      read: (ref, key) => this.settle(this.ask({ ask: 'read', ref, key })),
      instance: () => {
        throw new WireError('the box holds no instances of the trusted side');
      },
      staysHere: (target) => this.classes.some((type) => target instanceof type),
      mayBeCallable: () => true,
    });
  }

  answer(request: Request): Outcome {
    switch (request.do) {
      case 'load':
        return this.outcomeOf(() => this.load(request.file, request.code));
      case 'batch':
        return { value: this.doAll(request.steps) as unknown as Wire };
      default:
        return this.outcomeOf(() => this.doOne(request, []));
    }
  }

  private doAll(steps: readonly Step[]): Outcome[] {
    const gave: Gave[] = [];
    return steps.map((step, i) =>
      this.outcomeOf(() => {
        try {
          const value = this.doOne(step, gave);
          gave[i] = { value };
          return value;
        } catch (error) {
          gave[i] = { error };
          throw error;
        }
      }),
    );
  }

  private doOne(step: Step, gave: readonly Gave[]): unknown {
    const target = this.target(step.on, gave);
    switch (step.do) {
      case 'construct':
        return new (target as Constructor)(...this.arguments(step.args));
      case 'call': {
        const args = this.arguments(step.args);
        const value = call(target, step, args);
        return step.copyBack ? { value, args } : value;
      }
      case 'read':
        return (target as Record<string, unknown>)[step.key];
      case 'write':
        (target as Record<string, unknown>)[step.key] = this.side.decode(step.value);
        return undefined;
    }
  }

  private load(file: string, code: string): string[] {
    this.exported = this.modules.load(file, code);
    this.classes = Object.values(this.exported).filter(isClass);
    return Object.keys(this.exported);
  }

  /** `gave` holds what the steps before this one gave; one that failed fails those that are aimed at it. */
  private target(on: Target, gave: readonly Gave[]): unknown {
    if ('ref' in on) return this.side.kept(on.ref);
    if ('step' in on) {
      const before = gave[on.step];
      if (!before) throw new ReferenceError(`step ${on.step} of these calls gave nothing`);
      if ('error' in before) throw before.error;
      return before.value;
    }
    if (!(on.export in this.exported))
      throw new ReferenceError(`your file exports no ${on.export}`);
    return this.exported[on.export];
  }

  private arguments(wire: Wire): unknown[] {
    return this.side.decode(wire) as unknown[];
  }

  private settle(answer: unknown): unknown {
    const outcome = answer as Outcome;
    if ('threw' in outcome) throw this.side.decode(outcome.threw);
    return this.side.decode(outcome.value);
  }

  private outcomeOf(work: () => unknown): Outcome {
    try {
      return { value: this.side.encode(work()) };
    } catch (error) {
      return { threw: this.thrown(error) };
    }
  }

  private thrown(error: unknown): Wire {
    try {
      return this.side.encode(error);
    } catch {
      return [Tag.error, 'Error', 'something that cannot be shown was thrown', '', {}];
    }
  }
}

function call(target: unknown, { method, on }: Step & { do: 'call' }, args: unknown[]): unknown {
  const callable = method === null ? target : (target as Record<string, unknown>)[method];
  if (typeof callable !== 'function')
    throw new TypeError(`${method ?? ('export' in on ? on.export : 'it')} is not a function`);
  return (callable as Callable).apply(method === null ? undefined : target, args);
}

function isClass(item: unknown): item is Constructor {
  return (
    typeof item === 'function' && typeof item.prototype === 'object' && item.prototype !== null
  );
}
