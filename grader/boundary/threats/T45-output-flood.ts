// Tries: prints without end, in every way there is.
// Verdict: timed-out
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export function decipher() {
  const line = 'x'.repeat(10_000);
  for (;;) {
    console.log(line);
    console.table([[line]]);
    process.stdout.write(line);
    process.stderr.write(line);
    process._rawDebug('x');
  }
}
