/**
 * How learners' files are type-checked: the same in their workspace's tsconfig.json, in their editor and beside a verdict.
 * `kitIndex` is the path of the kit's index.d.ts.
 */
export function learnerCompilerOptions(kitIndex: string): object {
  return {
    target: 'es2023',
    lib: ['es2023'],
    module: 'preserve',
    moduleResolution: 'bundler',
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    paths: { 'course/kit': [kitIndex] },
  };
}
