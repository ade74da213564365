import type { SelectorRequirement } from 'course/kit';

type Labels = Record<string, string>;

// The model thinks in sets of objects: what a value selects, then complements and intersections.

/** Those of `all` that meet every requirement. */
export function selected(
  all: readonly Labels[],
  requirements: readonly SelectorRequirement[],
): Labels[] {
  const sets = requirements.map((requirement) => meeting(all, requirement));
  return all.filter((labels) => sets.every((set) => set.has(labels)));
}

function meeting(all: readonly Labels[], r: SelectorRequirement): Set<Labels> {
  const having = new Set(all.filter((labels) => new Map(Object.entries(labels)).has(r.key)));
  const listed = new Set([...having].filter((labels) => r.values.includes(labels[r.key]!)));
  const beyond = (sign: number) =>
    new Set([...having].filter((labels) => sign * difference(labels[r.key]!, r.values[0]!) > 0));
  switch (r.operator) {
    case 'exists':
      return having;
    case '!':
      return without(all, having);
    case '!=':
    case 'notin':
      return without(all, listed);
    case 'gt':
      return beyond(1);
    case 'lt':
      return beyond(-1);
    default:
      return listed;
  }
}

/** 0 where one of them is no integer. */
function difference(a: string, b: string): number {
  return [a, b].every((text) => /^\d+$/.test(text)) ? Number(a) - Number(b) : 0;
}

function without(all: readonly Labels[], some: Set<Labels>): Set<Labels> {
  return new Set(all.filter((labels) => !some.has(labels)));
}
