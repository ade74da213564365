import { defineConfig } from 'vitest/config';

const path = (p: string) => new URL(p, import.meta.url).pathname;
export default defineConfig({
  resolve: {
    alias: [
      { find: 'course/kit', replacement: path('./exercises/kit/index.ts') },
      { find: '#suite', replacement: path('./grader/engine/suite-tools.ts') },
      { find: /^#exercise\/(.*)$/, replacement: path('./grader/answer-keys/') + '$1/reference.ts' },
    ],
  },
  test: { include: ['grader/answer-keys/*/*/suite.test.ts'] },
});
