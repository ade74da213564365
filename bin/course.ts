#!/usr/bin/env node
import { readCatalog } from '../exercises/catalog.ts';
import { Grader, courseRoot } from '../grader/index.ts';
const [, , id, root, file] = process.argv;
const exercise = readCatalog(courseRoot).find((e) => e.id === id)!;
const grader = Grader.open((process.env.BOX as 'auto') ?? 'auto');
for (let i = 0; i < Number(process.env.N ?? 1); i++) {
  const t = performance.now();
  const r = await grader.grade({ exercise, root: root!, file });
  console.log(r.status, r.points, r.sandbox, r.tests.filter(t=>t.status==='passed').length, r.tests.length, (performance.now() - t).toFixed(1), 'since start', performance.now().toFixed(0));
  if (process.env.V) console.log(JSON.stringify({...r, tests: r.tests.filter(t => t.status !== 'passed').slice(0, 3)}, null, 1));
}
await grader.close();
