import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vitest/config';

// The hidden suites under plain vitest, as an author runs them: npx vitest run --config vitest.suites.config.ts <part of a path>
// $COURSE_SUBMISSION names what they test: a file, or a folder of files `<component>/<exercise>.ts`. By default the references.

const root = fileURLToPath(new URL('.', import.meta.url));
const fixture = join(root, 'grader/engine/testing/fixture');
const submission = process.env.COURSE_SUBMISSION;

const answerKeys = [root, fixture].map((course) => join(course, 'grader/answer-keys'));

/** Leads `#exercise/...` to the submission and `#reference/...` to the reference. */
const graded: Plugin = {
  name: 'graded-file',
  enforce: 'pre',
  resolveId(source) {
    const [, what, id] = /^#(exercise|reference)\/(.+)$/.exec(source) ?? [];
    if (!id) return null;
    return (what === 'exercise' ? submitted(id) : null) ?? reference(id);
  },
};

function submitted(id: string): string | null {
  if (!submission) return null;
  if (statSync(submission).isFile()) return submission;
  const path = join(submission, `${id}.ts`);
  return existsSync(path) ? path : null;
}

function reference(id: string): string | null {
  const paths = answerKeys.map((folder) => join(folder, id, 'reference.ts'));
  return paths.find((path) => existsSync(path)) ?? null;
}

export default defineConfig({
  plugins: [graded],
  resolve: {
    alias: {
      'course/kit': join(root, 'exercises/kit/index.ts'),
      '#suite': join(root, 'grader/engine/suite-tools.ts'),
    },
  },
  test: {
    include: ['**/answer-keys/*/*/suite.test.ts'],
    setupFiles: [join(root, 'grader/engine/testing/fixed-seed.ts')],
  },
});
