import { join } from 'node:path';
import { build } from 'esbuild';
import { expect, it } from 'vitest';

// The kit runs in the box beside the learner's file, and in suites, simulations and the cluster.
it('the kit needs nothing but node:crypto, and takes time, chance and settings from nobody', async () => {
  const { metafile, outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'index.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    metafile: true,
    write: false,
    minifySyntax: true,
  });
  const [output] = Object.values(metafile.outputs);
  expect([...new Set(output?.imports.map(({ path }) => path))]).toEqual(['node:crypto']);
  const foreign = /\b(Date\.now|new Date\(\)|Math\.random|performance|process|globalThis|fetch)\b/;
  expect(foreign.exec(outputFiles[0]!.text)).toBeNull();
});

it('the kit is built without what only the package build needs', async () => {
  expect(Object.keys(await import('./index.ts'))).not.toContain('buildKitTypes');
});
