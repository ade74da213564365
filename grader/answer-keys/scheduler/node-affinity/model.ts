import type {
  Node,
  NodeSelector,
  NodeSelectorRequirement,
  NodeSelectorTerm,
  PreferredSchedulingTerm,
} from 'course/kit';

// The model thinks in sets of nodes: what a value selects, then complements, intersections, unions.

/** The nodes that a selector without malformed terms matches. */
export function selected(all: readonly Node[], { nodeSelectorTerms }: NodeSelector): Node[] {
  const union = nodeSelectorTerms.flatMap((term) => selectedByTerm(all, term));
  return all.filter((node) => union.includes(node));
}

function selectedByTerm(all: readonly Node[], term: NodeSelectorTerm): Node[] {
  const requirements = [
    ...(term.matchExpressions ?? []).map((r) => byExpression(all, r)),
    ...(term.matchFields ?? []).map((r) => byName(all, r)),
  ];
  if (requirements.length === 0) return [];
  return all.filter((node) => requirements.every((set) => set.includes(node)));
}

function byExpression(all: readonly Node[], r: NodeSelectorRequirement): Node[] {
  const { key, operator, values = [] } = r;
  const having = all.filter((node) => labels(node).has(key));
  const listed = having.filter((node) => values.includes(labels(node).get(key)!));
  const numbered = having.filter((node) => /^\d+$/.test(labels(node).get(key)!));
  const above = (node: Node) => Number(labels(node).get(key)) - Number(values[0]);
  switch (operator) {
    case 'In':
      return listed;
    case 'NotIn':
      return without(all, listed);
    case 'Exists':
      return having;
    case 'DoesNotExist':
      return without(all, having);
    case 'Gt':
      return numbered.filter((node) => above(node) > 0);
    default:
      return numbered.filter((node) => above(node) < 0);
  }
}

function byName(all: readonly Node[], { operator, values = [] }: NodeSelectorRequirement): Node[] {
  const named = all.filter((node) => node.metadata?.name === values[0]);
  return operator === 'In' ? named : without(all, named);
}

function without(all: readonly Node[], some: readonly Node[]): Node[] {
  return all.filter((node) => !some.includes(node));
}

function labels(node: Node): Map<string, string> {
  return new Map(Object.entries(node.metadata?.labels ?? {}));
}

/** The scores of all nodes for preferences without malformed terms. */
export function scores(
  all: readonly Node[],
  preferences: readonly PreferredSchedulingTerm[],
): number[] {
  const sums = all.map((node) =>
    preferences
      .filter(({ preference }) => selectedByTerm(all, preference).includes(node))
      .reduce((sum, { weight }) => sum + BigInt(weight), 0n),
  );
  const highest = sums.toSorted((a, b) => Number(b - a))[0] ?? 0n;
  return sums.map((sum) => (highest === 0n ? 0 : Number((100n * sum) / highest)));
}
