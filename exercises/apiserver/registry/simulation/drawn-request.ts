import type { Random } from 'course/kit';
import { type ApiRequest, type Known, names, tiers } from './request.ts';

type Flaw = (request: ApiRequest, known: Known) => ApiRequest;

/** What may be wrong with a request, or special. */
const flaws: readonly Flaw[] = [
  (request) => ({ ...request, token: 'bob' }),
  (request) => ({ ...request, token: 'expired' }),
  (request) => ({ ...request, token: 'none' }),
  (request) => ({ ...request, replicas: -1 }),
  (request) => ({ ...request, replicas: 50 }),
  (request, known) => withVersion(request, known.former(request.name) ?? request.version),
  (request) => ({ ...request, rival: request.verb !== 'list' }),
  (request) => ({ ...withVersion(request, undefined), rival: request.verb !== 'list' }),
];

/** The next request that somebody sends: half of them are sound. */
export function drawnRequest(random: Random, known: Known): ApiRequest {
  const sound = soundRequest(random, known);
  return random.intn(2) === 0 ? sound : one(random, flaws)(sound, known);
}

/** A request that no guard has anything against. */
export function soundRequest(random: Random, known: Known): ApiRequest {
  const name = one(random, names);
  const latest = known.latest(name);
  const request = {
    ...({ token: 'ann', name, tier: one(random, tiers), rival: false } as const),
    verb: latest ? one(random, ['update', 'update', 'update', 'delete', 'list']) : 'create',
    replicas: one(random, [3, 1, undefined]),
  } as const;
  return withVersion(request, latest);
}

/** The request for this version of its object, or for any. */
export function withVersion(
  { version: _, ...request }: ApiRequest,
  version: string | undefined,
): ApiRequest {
  return version === undefined ? request : { ...request, version };
}

function one<const T>(random: Random, of: readonly T[]): T {
  return of[random.intn(of.length)]!;
}
