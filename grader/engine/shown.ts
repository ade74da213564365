import { namePart, noteCall, type Remote, remoteOf } from '../boundary/remote.ts';
import { shapeOf } from '../boundary/shape.ts';

type Callable = (...args: unknown[]) => unknown;

/**
 * Stands for `part`, something of the suite's own that it gave to the graded object. Each call of a method is done as
 * ever and shown among the calls that the test made on `graded`: `store.put("a", "x") -> { revision: 2 }`. Without
 * that, whoever reads a failure would not see what happened on this side. What is done before a call by the learner's
 * code is answered stands between that call and its answer. The learner's calls of it bear the name too. Under plain
 * vitest it is `part` itself.
 */
export function shown<Part extends object>(part: Part, name: string, graded: object): Part {
  const behind = remoteOf(graded);
  if (!behind) return part;
  namePart(behind, part, name);
  return witnessed(part, name, behind);
}

function witnessed<Part extends object>(part: Part, name: string, behind: Remote): Part {
  return new Proxy(part, {
    get: (target, key) => {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function' || typeof key === 'symbol') return value;
      return (...args: unknown[]) =>
        told(value as Callable, target, args, `${name}.${key}`, behind);
    },
  });
}

/** What a call gives is told, unless it has methods itself: then their calls are. */
function told(call: Callable, on: object, args: unknown[], label: string, behind: Remote): unknown {
  const result = call.apply(on, args);
  const isPart = hasMethods(result);
  noteCall(behind, label, args, isPart ? undefined : result);
  return isPart ? witnessed(result, `${label}()`, behind) : result;
}

function hasMethods(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const own = Object.values(value).some((each) => typeof each === 'function');
  return own || shapeOf(value).methods.length > 0;
}
