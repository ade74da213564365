// The model counts Pod by Pod, where the reference computes.

/** A rolling update between two Deployments' worth of Pods. */
export interface Rolling {
  readonly replicas: number;
  readonly surge: number | string;
  readonly unavailable: number | string;
}

/** A ReplicaSet: all that the sizes depend on. */
export interface Group {
  readonly name: string;
  readonly size: number;
  readonly available: number;
  readonly at: number;
  readonly max?: number;
}

export function posts({ replicas, surge, unavailable }: Rolling): {
  maxSurge: number;
  maxUnavailable: number;
} {
  let maxSurge = hundredths(surge, replicas) / 100n;
  if (maxSurge * 100n < hundredths(surge, replicas)) maxSurge += 1n;
  let maxUnavailable = hundredths(unavailable, replicas) / 100n;
  if (maxSurge + maxUnavailable === 0n) maxUnavailable = 1n;
  if (maxUnavailable > BigInt(replicas)) maxUnavailable = BigInt(replicas);
  return { maxSurge: Number(maxSurge), maxUnavailable: Number(maxUnavailable) };
}

function hundredths(value: number | string, replicas: number): bigint {
  if (typeof value === 'number') return BigInt(value) * 100n;
  return BigInt(value.replace('%', '')) * BigInt(replicas);
}

/** Adds one Pod after the other as long as one may be added. */
export function grown(rolling: Rolling, own: number, others: readonly Group[]): number {
  let size = own;
  while (size > rolling.replicas) size -= 1;
  const most = rolling.replicas + posts(rolling).maxSurge;
  while (size < rolling.replicas && size + total(others) < most) size += 1;
  return size;
}

/** Takes one Pod after the other as long as one may be taken. */
export function shrunk(
  rolling: Rolling,
  own: Group,
  olds: readonly Group[],
): Record<string, number> {
  const least = rolling.replicas - posts(rolling).maxUnavailable;
  const sizes = new Map(olds.map(({ name, size }) => [name, size]));
  let budget = own.available + total(olds) - least;
  let spare = [own, ...olds].reduce((sum, { available }) => sum + available, 0) - least;
  if (budget <= 0) return Object.fromEntries(sizes);
  const byAge = [...olds].sort((a, b) => a.at - b.at || (a.name < b.name ? -1 : 1));
  for (const { name, size, available } of byAge)
    for (let useless = size - available; useless > 0 && budget > 0; useless -= 1, budget -= 1)
      sizes.set(name, sizes.get(name)! - 1);
  for (const { name } of byAge)
    for (; spare > 0 && sizes.get(name)! > 0; spare -= 1) sizes.set(name, sizes.get(name)! - 1);
  return Object.fromEntries(sizes);
}

/** Rules 12 and 13, in whole numbers only. */
export function shared(
  rolling: Rolling,
  groups: readonly Group[],
  running: number,
): Record<string, number> {
  const { replicas } = rolling;
  const goal = replicas && replicas + posts(rolling).maxSurge;
  const grows = goal > total(groups);
  const turns = [...groups].sort((a, b) => {
    const older = a.at - b.at || (a.name < b.name ? -1 : 1);
    return b.size - a.size || (grows ? -older : older);
  });
  const sizes = turns.map(({ size }) => size);
  const left = () => goal - sizes.reduce((sum, size) => sum + size, 0);
  for (const [i, { size, max }] of turns.entries()) {
    if (left() === 0) continue;
    const before = max || running;
    const kept = before === 0 ? size : Math.floor((2 * size * goal + before) / (2 * before));
    const share = (goal === 0 ? 0 : kept) - size;
    sizes[i] = size + (grows === share > left() ? left() : share);
  }
  sizes[0] = Math.max(0, sizes[0]! + left());
  return Object.fromEntries(turns.map(({ name }, i) => [name, sizes[i]!]));
}

function total(groups: readonly { size: number }[]): number {
  return groups.reduce((sum, { size }) => sum + size, 0);
}
