// Tries: prints what GitHub would take for commands of a workflow.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const command =
  '\n::error file=x.ts,line=1::owned\n  ::set-output name=points::100\n##[error]owned\n##vso[task.complete]';
console.log(command);
export class Notebook {
  write() {
    console.log(command);
    throw new Error(command);
  }
}
export const decipher = () => command;
