// The model walks through a Pod's life moment by moment, with whole numbers only.

/** Thousandths of a CPU and bytes of a container; undefined where it says nothing. */
export interface Ask {
  readonly cpu?: number;
  readonly memory?: number;
}

/** A Pod of the model. */
export interface Life {
  readonly inits: readonly (Ask & { readonly stays: boolean })[];
  readonly mains: readonly Ask[];
  readonly overhead: Ask;
}

type Resource = 'cpu' | 'memory';

/** What the Pod holds at its fullest moment, of one resource. */
export function fullest(
  { inits, mains, overhead }: Life,
  resource: Resource,
  ifMissing = 0,
): number {
  const of = (ask: Ask) => BigInt(ask[resource] ?? ifMissing);
  const moments: bigint[] = [0n];
  let staying = 0n;
  for (const init of inits) {
    moments.push(staying + of(init));
    if (init.stays) staying += of(init);
  }
  moments.push(mains.reduce((all, main) => all + of(main), staying));
  const [most] = moments.sort((a, b) => Number(b - a));
  return Number(most! + BigInt(overhead[resource] ?? 0));
}

/** The score of a node for cpu and memory with equal weights. */
export function score(
  requested: Readonly<Record<Resource, number>>,
  capacity: Readonly<Record<Resource, number>>,
): number {
  const parts = (['cpu', 'memory'] as const)
    .filter((resource) => capacity[resource] > 0)
    .map((resource) => {
      const [has, wants] = [BigInt(capacity[resource]), BigInt(requested[resource])];
      return wants > has ? 0n : ((has - wants) * 100n) / has;
    });
  if (parts.length === 0) return 0;
  return Number(parts.reduce((a, b) => a + b, 0n) / BigInt(parts.length));
}
