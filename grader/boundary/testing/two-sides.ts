import { mayBeCallable } from '../ours-to-call.ts';
import { type Reach, Side } from '../side.ts';

/** Two sides that reach each other in one process, every value crossing as JSON text. */
export function twoSides(staysInBox: (target: object) => boolean = () => false) {
  const sides: { trusted: Side; box: Side } = {
    trusted: new Side({
      ...reach(
        () => sides.box,
        () => sides.trusted,
      ),
      mayBeCallable,
    }),
    box: new Side({
      ...reach(
        () => sides.trusted,
        () => sides.box,
      ),
      staysHere: staysInBox,
      mayBeCallable: () => true,
    }),
  };
  return {
    ...sides,
    /** The value as it arrives on the trusted side. */
    toTrusted: (value: unknown) => cross(value, sides.box, sides.trusted),
    toBox: (value: unknown) => cross(value, sides.trusted, sides.box),
  };
}

/** How `here` reaches what the other side keeps. */
function reach(there: () => Side, here: () => Side): Reach {
  return {
    call: (ref, method, args) => {
      const given = cross(args, here(), there()) as unknown[];
      return cross(there().callable(ref, method)(given), there(), here());
    },
    read: (ref, key) => cross(there().readable(ref, key)(), there(), here()),
    instance: (reference) => ({ standsFor: reference }),
    staysHere: () => false,
    mayBeCallable: () => true,
  };
}

function cross(value: unknown, from: Side, to: Side): unknown {
  return to.decode(JSON.parse(JSON.stringify(from.encode(value))));
}
