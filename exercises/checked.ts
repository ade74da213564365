import * as v from 'valibot';

/** A mistake in the course's own files: says the file, the field, what is wrong and the fix. */
export class AuthorError extends Error {
  override readonly name = 'AuthorError';
  constructor(
    readonly file: string,
    readonly field: string,
    readonly problem: string,
    readonly fix: string,
  ) {
    super(`${file}: ${field ? `${field} ` : ''}${problem}. Fix: ${fix}.`);
  }
}

/** Parses JSON text and checks it against a schema. Throws AuthorError. */
export function checkedJson<S extends v.GenericSchema>(
  schema: S,
  text: string,
  file: string,
): v.InferOutput<S> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new AuthorError(
      file,
      '',
      `is not JSON (${(error as Error).message})`,
      'correct the JSON syntax',
    );
  }
  return checked(schema, value, file);
}

/** Checks a value that was read from `file` against a schema. Throws AuthorError for the first thing wrong. */
export function checked<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  file: string,
): v.InferOutput<S> {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const [issue] = result.issues;
  const field = v.getDotPath(issue) ?? '';
  const fix = issue.expected ? `give ${issue.expected} there` : issue.message;
  throw new AuthorError(file, field, `is ${issue.received} (${issue.message})`, fix);
}
