#!/usr/bin/env node
// argv -> one command -> exit code.
import { run } from './run.ts';

// Who reads us may stop early, as `head` does. The work goes on; it is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await run(process.argv.slice(2));
