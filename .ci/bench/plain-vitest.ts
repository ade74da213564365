import { startVitest } from 'vitest/node';

/** vitest in watch mode on one suite, as a learner would use it without us. */
export async function plainVitest(
  id: string,
): Promise<{ rerun(): Promise<void>; close(): Promise<void> }> {
  const vitest = await startVitest('test', [`answer-keys/${id}/`], {
    config: 'vitest.suites.config.ts',
    watch: true,
    reporters: [{}],
  });
  const files = vitest.state.getFiles().map(({ filepath }) => filepath);
  return {
    rerun: async () => {
      await vitest.rerunFiles(files);
    },
    close: () => vitest.close(),
  };
}
