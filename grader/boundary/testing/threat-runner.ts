// Grades workspaces one after the other in a process of its own, which can be any user's; prints a record a line.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readCatalog } from '../../../exercises/catalog.ts';
import { courseRoot } from '../../course-root.ts';
import { Grader } from '../../engine/grader.ts';
import type { SandboxDemand } from '../../sandbox/box-supply.ts';
import type { Threat } from './threat.ts';

const [, , jobFile, demand, timeLimitMs] = process.argv;
const threats = JSON.parse(readFileSync(jobFile!, 'utf8')) as Threat[];
const exercise = { ...readCatalog(courseRoot)[0]!, timeLimitMs: Number(timeLimitMs) };
const grader = Grader.open(demand as SandboxDemand);

for (const threat of threats) {
  const root = workspaceOf(threat);
  const record = await grader.grade({ exercise, root });
  console.log(JSON.stringify({ name: threat.name, record, rss: process.memoryUsage.rss() }));
  rmSync(root, { recursive: true });
}
await grader.close();

function workspaceOf({ files, links }: Threat): string {
  const root = mkdtempSync(join(courseRoot, 'workspaces', 'w-'));
  const place = (file: string) => {
    const path = join(root, file);
    mkdirSync(dirname(path), { recursive: true });
    return path;
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(place(file), text);
  for (const [link, target] of Object.entries(links)) symlinkSync(target, place(link));
  return root;
}
