import type { RequestOp, TxnRequest } from 'course/kit';

type Lists = 'compare' | 'success' | 'failure';

/** The smallest request that is wrong: the shortest of those asked, without what does not matter to that. */
export function smallestWrong(
  asked: readonly TxnRequest[],
  areWrong: (asked: readonly TxnRequest[]) => readonly boolean[],
): TxnRequest | undefined {
  if (asked.length === 0) return undefined;
  const wrong = areWrong(asked);
  const [smallest] = asked.filter((_, i) => wrong[i]).sort((a, b) => sizeOf(a) - sizeOf(b));
  return smallest && (smallestWrong(withOneLess(smallest), areWrong) ?? smallest);
}

function sizeOf({ compare, success, failure }: TxnRequest): number {
  return compare.length + success.length + failure.length;
}

/** The request without one of its entries, for each of them. */
function withOneLess(request: TxnRequest): TxnRequest[] {
  const without = (list: Lists) =>
    request[list].map((_, i) => ({ ...request, [list]: request[list].toSpliced(i, 1) }));
  return [...without('compare'), ...without('success'), ...without('failure')];
}

/** A request as far as it matters to whether it is refused: `A request with success: deletes a, puts a/`. */
export function requestInWords({ compare, success, failure }: TxnRequest): string {
  const parts = [
    ...compare.map(({ key }) => `a condition on ${key}`),
    ...branchInWords('success', success),
    ...branchInWords('failure', failure),
  ];
  return parts.length === 0 ? 'An empty request' : `A request with ${parts.join('; ')}`;
}

function branchInWords(name: string, operations: readonly RequestOp[]): string[] {
  return operations.length === 0 ? [] : [`${name}: ${operations.map(inWords).join(', ')}`];
}

function inWords(operation: RequestOp): string {
  const verb = { put: 'puts', range: 'reads', deleteRange: 'deletes' }[operation.op];
  const end = 'rangeEnd' in operation ? operation.rangeEnd : undefined;
  if (end === undefined) return `${verb} ${operation.key}`;
  return `${verb} the keys from ${operation.key} ${end === '\0' ? 'on' : `up to ${end}`}`;
}
