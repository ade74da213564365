import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The course's own tests. The hidden suites are not among them: the author check and vitest.suites.config.ts run those.
export default defineConfig({
  resolve: {
    alias: { 'course/kit': fileURLToPath(new URL('./exercises/kit/index.ts', import.meta.url)) },
  },
  test: {
    include: ['{bin,exercises,grader}/**/*.test.{ts,tsx}', '.ci/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'dist/**', '**/answer-keys/**/suite.test.ts', '**/fixture/**'],
    globalSetup: ['./grader/engine/testing/build-once.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: more workers than that only make timings worse.
    maxWorkers: 2,
  },
});
