import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { UsageError } from '../usage-error.ts';
import { unlessMissing } from './disk/disk-trouble.ts';

const InfoSchema = v.looseObject({
  /** A later format comes with a later course, which is what `checkVersion` looks at. */
  format: v.pipe(v.string(), v.regex(/^course\/workspace\/v\d+$/)),
  id: v.string(),
  courseVersion: v.string(),
});

/** What `.course/workspace.json` says. It is written last: where it stands, the workspace is complete. */
export type WorkspaceInfo = v.InferOutput<typeof InfoSchema>;

/** The text of a workspace.json. */
export function infoText(info: { readonly id: string; readonly courseVersion: string }): string {
  return `${JSON.stringify({ format: 'course/workspace/v1', ...info }, null, 2)}\n`;
}

/** Reads a workspace.json; null when it is missing or not one. */
export function readInfo(path: string): WorkspaceInfo | null {
  const text = unlessMissing(() => readFileSync(path, 'utf8'), null);
  if (text === null) return null;
  const result = v.safeParse(v.pipe(v.string(), v.parseJson(), InfoSchema), text);
  return result.success ? result.output : null;
}

/** Throws UsageError when a newer course than this one made the workspace: it may hold what this one would spoil. */
export function checkVersion(dir: string, info: WorkspaceInfo, courseVersion: string): void {
  if (!isNewer(info.courseVersion, courseVersion)) return;
  throw new UsageError(
    `${dir} belongs to course ${info.courseVersion}, and this is course ${courseVersion}.`,
    'Run the newer course, or use another workspace.',
  );
}

function isNewer(version: string, than: string): boolean {
  const [a, b] = [version, than].map((text) => text.split(/[.+-]/).slice(0, 3).map(Number));
  for (const place of [0, 1, 2])
    if (a![place] !== b![place]) return (a![place] ?? 0) > (b![place] ?? 0);
  return false;
}
