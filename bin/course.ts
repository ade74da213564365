#!/usr/bin/env node
// argv -> one command -> exit code.
import { run } from './run.ts';

process.exitCode = await run(process.argv.slice(2));
