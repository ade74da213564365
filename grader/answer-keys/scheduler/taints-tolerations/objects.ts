import type { Node, Pod, Taint, Toleration } from 'course/kit';

/** A taint as kubectl writes it: `dedicated=db:NoSchedule`, or `old:NoSchedule` without a value. */
export function taint(text: string): Taint {
  const [, key = '', value, effect = ''] = /^([^=:]*)(?:=([^:]*))?:(.*)$/.exec(text) ?? [];
  return { key, effect, ...(value !== undefined && { value }) };
}

/** A node with these taints, written as for `taint`. */
export function node(...taints: string[]): Node {
  return { metadata: { name: 'node-1' }, spec: { taints: taints.map(taint) } };
}

/** A Pod with these tolerations. */
export function pod(...tolerations: Toleration[]): Pod {
  return { metadata: { name: 'web' }, spec: { containers: [], tolerations } };
}
