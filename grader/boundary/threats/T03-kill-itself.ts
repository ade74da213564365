// Tries: kills its own process, with signals and by aborting, where the suite expects an error.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export class Notebook {
  read() {
    try {
      process.kill(process.pid, 'SIGTERM');
      process.kill(process.pid, 'SIGKILL');
    } catch {}
    process.abort();
  }
}
