import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseTypeErrors, typeErrors } from './type-check.ts';

it('reads the compiler’s lines of the graded file and leaves others out', () => {
  const text =
    "etcd/store.ts(3,7): error TS2322: Type 'string' is not assignable to type 'number'.\netcd/other.ts(1,1): error TS1: no\nnoise\n";
  expect(parseTypeErrors(text, 'etcd/store.ts')).toEqual([
    {
      at: { file: 'etcd/store.ts', line: 3, column: 7 },
      message: "TS2322: Type 'string' is not assignable to type 'number'.",
    },
  ]);
});

it('checks a file against the kit, strictly, whatever tsconfig.json lies beside it', async () => {
  const root = mkdtempSync(join(tmpdir(), 'course types 集群 '));
  mkdirSync(join(root, 'etcd'));
  writeFileSync(join(root, 'tsconfig.json'), '{ "compilerOptions": { "strict": false } }');
  writeFileSync(
    join(root, 'etcd', 'store.ts'),
    "import { EtcdError } from 'course/kit';\nexport const wrong: number = new EtcdError('EmptyKey');\nexport function f(x) {}\n",
  );
  const errors = await typeErrors(root, 'etcd/store.ts');
  expect(errors?.map(({ at, message }) => [at.line, message.slice(0, 6)])).toEqual([
    [2, 'TS2322'],
    [3, 'TS7006'],
  ]);
  rmSync(root, { recursive: true, force: true });
});
