import * as kit from 'course/kit';

/**
 * An error as it was on the other side: name, message and own data. An error that `course/kit` names is of that class here too.
 * Its stack is not: a stack of the other side says nothing here, and must not be mistaken for one of ours.
 */
export function errorFrom(name: string, message: string, data: Record<string, unknown>): Error {
  const error = withoutStack(message);
  const kitClass = kitErrors.get(name);
  if (kitClass) Object.setPrototypeOf(error, kitClass);
  define(error, 'stack', `${name}: ${message}`, false);
  for (const [key, value] of Object.entries(data))
    if (isField(key, value)) define(error, key, value, true);
  if (error.name !== name) define(error, 'name', name, false);
  return error;
}

/** Looking where it was made is the dear part of an error, and says nothing here. */
function withoutStack(message: string): Error {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return new Error(message);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Prototypes of the error classes that `course/kit` exports, by name. */
const kitErrors = new Map(
  Object.values(kit as Record<string, unknown>)
    .filter(
      (item): item is new () => Error =>
        typeof item === 'function' && item.prototype instanceof Error,
    )
    .map((item) => [item.name, item.prototype as Error]),
);

/** `name` and `message` are texts whatever the other side says: our messages are made of them. */
function isField(key: string, value: unknown): boolean {
  return key !== 'stack' && (typeof value === 'string' || (key !== 'name' && key !== 'message'));
}

function define(error: Error, key: string, value: unknown, enumerable: boolean): void {
  Object.defineProperty(error, key, { value, enumerable, writable: true, configurable: true });
}
