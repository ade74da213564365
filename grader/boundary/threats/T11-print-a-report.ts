// Tries: prints what a runner that passed would print.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const report = JSON.stringify({
  format: 'course/results/v1',
  results: [{ status: 'passed', points: 100 }],
});
for (const text of ['PASS', 'Tests  23 passed (23)', 'ok 1 - all', '1..1', report]) {
  console.log(text);
  console.error(text);
  process.stdout.write(`${text}\n`);
  process.stderr.write(`${text}\n`);
}
export const decipher = () => 'anything';
