// Tries: ends the process with success in a call, also where the suite expects an error of it.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export class Notebook {
  write() {
    process.exit(0);
  }
  read() {
    process.exit(0);
  }
}
