import * as v from 'valibot';
import { AuthorError, checked } from '../../exercises/checked.ts';
import type { Mutant } from './mutant.ts';

const mutantSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'use lower-case words joined by -')),
  find: v.pipe(v.string(), v.minLength(1)),
  replace: v.string(),
  fails: v.array(v.string()),
  equivalent: v.optional(v.pipe(v.string(), v.minLength(20, 'give a reason that convinces'))),
});

/** Reads and checks a mutants.ts. Throws AuthorError. */
export async function readMutants(path: string): Promise<Mutant[]> {
  const { build } = await import('esbuild');
  const { outputFiles } = await build({
    entryPoints: [path],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    logLevel: 'silent',
  });
  const url = `data:text/javascript;base64,${Buffer.from(outputFiles[0]!.contents).toString('base64')}`;
  const { mutants } = (await import(url)) as { mutants?: unknown };
  const list = checked(v.array(mutantSchema), mutants, path) as Mutant[];
  for (const { name, fails, equivalent } of list) {
    if (!equivalent && fails.length === 0)
      throw new AuthorError(path, `"${name}".fails`, 'is empty', 'name the test that must fail');
    if (list.filter((other) => other.name === name).length > 1)
      throw new AuthorError(path, `"${name}"`, 'occurs twice', 'give each mutant its own name');
  }
  return list;
}
