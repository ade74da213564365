/** By group, the numbers of its first and its last rule in the brief. */
export type RuleNumbers = Readonly<Record<string, readonly [first: number, last: number]>>;

/** Reads the numbered rules below each group's title, which stands in bold at the beginning of a line. */
export function ruleNumbers(brief: string): RuleNumbers {
  const found: Record<string, [number, number]> = {};
  let group: string | null = null;
  for (const line of brief.split('\n')) {
    if (line.startsWith('#')) group = null;
    group = /^\*\*(.+?)\*\*/.exec(line)?.[1] ?? group;
    const number = Number(/^(\d+)\. /.exec(line)?.[1]);
    if (group && number) found[group] = [found[group]?.[0] ?? number, number];
  }
  return found;
}

/** `rules 5 to 7`, `rule 6`; nothing for a group without rules of its own. */
export function rulesText(group: string, rules: RuleNumbers): string | null {
  const [first, last] = (Object.hasOwn(rules, group) && rules[group]) || [];
  if (first === undefined) return null;
  return first === last ? `rule ${first}` : `rules ${first} to ${last}`;
}
