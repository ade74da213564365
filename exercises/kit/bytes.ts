/**
 * Orders two texts as their UTF-8 bytes are ordered: the order of keys in etcd, of labels and names in Kubernetes.
 * Negative, zero or positive, as `sort` wants it. Neither `<` (which compares UTF-16 units) nor `localeCompare`
 * gives this order.
 */
export function compareBytes(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  for (let i = 0; i < shorter; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return rank(x) - rank(y);
  }
  return a.length - b.length;
}

/**
 * UTF-8 bytes are ordered like code points. So are UTF-16 units, except that surrogates (the two halves of a
 * character above U+FFFF) lie below U+E000 to U+FFFF, where they belong above.
 */
function rank(unit: number): number {
  if (unit < 0xd800) return unit;
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800;
}
