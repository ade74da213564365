// Tries: walks up its stack to the functions that called it and their arguments.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
import { dump } from './ways-out';

Error.stackTraceLimit = Number.POSITIVE_INFINITY;
Error.prepareStackTrace = (_, sites) =>
  sites.map((site) => [
    site.getFileName(),
    site.getFunction(),
    site.getThis(),
    site.getEvalOrigin(),
  ]);
function look() {
  const found = new Error().stack;
  const callers = [];
  try {
    for (let f = look; f; f = f.caller) callers.push(f, f.arguments);
  } catch {}
  return (
    dump([found, callers], 4, { left: 2000 })
      .match(/MARKER.{0,20}|\/[^ ]*suite[^ ]*/g)
      ?.join(' ') ?? 'nothing'
  );
}
export class Notebook {
  write(key, text) {
    console.log(look());
    return { key, text, rev: look() };
  }
}
export function mapJoin(texts, visit) {
  console.log(look());
  return look();
}
export const decipher = look;
