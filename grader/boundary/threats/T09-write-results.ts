// Tries: writes result files wherever a grader might look for them.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { nodeModule } from './ways-out';

const fs = nodeModule('fs');
const passed = JSON.stringify({
  format: 'course/result/v1',
  status: 'passed',
  points: 100,
  success: true,
});
for (const folder of [
  '.',
  '..',
  '/tmp',
  '/autograder/results',
  process.cwd(),
  '<course>',
  '<course>/dist',
])
  for (const name of [
    'results.json',
    'result.json',
    'report.json',
    'junit.xml',
    '.course/progress.json',
  ]) {
    try {
      fs.writeFileSync(`${folder}/${name}`, passed);
      console.log('wrote', folder, name);
    } catch {}
  }
export const decipher = () => 'anything';
