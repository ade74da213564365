import type { Node, Pod, Stored } from 'course/kit';
import type { Write } from '#simulation';
import { byText, listed, readyOf, taintName } from './parts.ts';

/** What the controllers wrote, in sentences; nodes to which the same happened share one. */
export function nodeNews(writes: readonly Write[]): string[] {
  const nodes = writes
    .filter(({ resource }) => resource === 'nodes')
    .map(({ before, after }) => [before as Node, after as Stored<Node>] as const);
  const evicted = writes.filter(({ resource, verb }) => resource === 'pods' && verb === 'delete');
  return [
    ...byText(nodes.flatMap(([before, after]) => readyChange(before, after))).map(
      ([ready, names]) => `The controller sets Ready of ${listed(names)} to ${ready}.`,
    ),
    ...byText(nodes.flatMap(([before, after]) => taintChanges(before, after))).map(
      ([what, names]) => {
        const [one, taint] = what.split(' ') as [string, string];
        const verb = names.length === 1 ? one : one.slice(0, -1);
        return `${listed(names)} ${verb} the taint ${taint}.`;
      },
    ),
    ...notReady(writes),
    ...evicted.map(({ before }) => {
      const { metadata, spec } = before as Stored<Pod>;
      return `${metadata.name} is evicted from ${spec?.nodeName}.`;
    }),
  ];
}

function readyChange(before: Node, after: Stored<Node>): [string, string][] {
  const ready = readyOf(after) ?? 'none';
  return readyOf(before) === ready ? [] : [[ready, after.metadata.name]];
}

/** As `gets unreachable:NoExecute`. */
function taintChanges(before: Node, after: Stored<Node>): [string, string][] {
  const [had, has] = [before, after].map(({ spec }) => (spec?.taints ?? []).map(taintName));
  const gets = has!.filter((taint) => !had!.includes(taint)).map((taint) => `gets ${taint}`);
  const loses = had!.filter((taint) => !has!.includes(taint)).map((taint) => `loses ${taint}`);
  return [...gets, ...loses].map((what) => [what, after.metadata.name]);
}

/** Those of one node share a sentence. */
function notReady(writes: readonly Write[]): string[] {
  const marked = writes
    .filter(({ resource, verb }) => resource === 'pods' && verb === 'updateStatus')
    .map(({ after }) => after as Stored<Pod>);
  return byText(
    marked.map(({ metadata, spec }) => [spec?.nodeName ?? '', metadata.name] as const),
  ).map(
    ([node, names]) =>
      `On ${node}, ${listed(names)} ${names.length === 1 ? 'is' : 'are'} marked not ready: no Service sends there any more.`,
  );
}
