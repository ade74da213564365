// Tries: looks for secrets in the environment, the command line and the process's report.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { dump, nodeModule, tryAll } from './ways-out';

console.log(
  tryAll(
    () => JSON.stringify(process.env),
    () => process.argv.join(),
    () => process.execArgv.join(),
    () => process.title,
    () => JSON.stringify(process.report.getReport()),
    () => dump(nodeModule('os').userInfo()),
    () => nodeModule('os').hostname(),
    () => process.cwd(),
  ),
);
export const decipher = () => process.env.MARKER ?? JSON.stringify(process.env);
