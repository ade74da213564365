import {
  type ApiError,
  base64,
  type ConfigMap,
  type DeleteOptions,
  formatTime,
  type KubernetesObject,
  type RequestAttributes,
  type Secret,
  type Stored,
  type User,
} from 'course/kit';
import type {
  Claims,
  GetSecret,
  Lookup,
  ServiceAccountTokens,
} from '#exercise/apiserver/authentication';
import { FakeCluster } from '#suite';
import { publicKeys } from './tokens.ts';

/** When the tests happen, unless they say otherwise. */
export const now = Date.parse('2025-06-15T12:00:00Z');
/** The same in seconds, as tokens write it. */
export const nowSeconds = now / 1000;

/** A user that an authenticator knows. */
export function user(name: string, ...groups: string[]): User {
  return { name, uid: '', groups, extra: {} };
}

/** How a call ended, in words that a learner can read; what is neither an answer nor a refusal is thrown on. */
export function ending(call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    return refusal(error as Error);
  }
}

/** The same for one call of a batch. */
export function endingOf(outcome: { value: unknown } | { error: Error }): unknown {
  return 'error' in outcome ? refusal(outcome.error) : outcome.value;
}

function refusal(error: Error): string {
  const silent = error.message === '' ? ', which does not say why' : '';
  if (error.name === 'CredentialError') return `throws CredentialError${silent}`;
  if (error.name !== 'ApiError') throw error;
  const { code, reason } = error as ApiError;
  return `throws ApiError ${code} ${reason}${silent}`;
}

/** Objects that exist, by `resource/namespace/name`, each with its uid and perhaps the time of its deletion. */
export type Existing = Record<string, { uid: string; deleted?: number }>;

/** How an authenticator finds objects, and what it has looked for. */
export function lookupIn(existing: Existing): { lookup: Lookup; asked: string[] } {
  const asked: string[] = [];
  const lookup: Lookup = (resource, namespace, name) => {
    const key = `${resource}/${namespace}/${name}`;
    asked.push(key);
    return Object.hasOwn(existing, key) ? object(existing[key]!) : undefined;
  };
  return { lookup, asked };
}

function object({ uid, deleted }: Existing[string]): KubernetesObject {
  return {
    metadata: { uid, ...(deleted !== undefined && { deletionTimestamp: formatTime(deleted) }) },
  };
}

/** The service account `shop/web` with the uid `u1`, the Pod `shop/p` with `u2`, the Secret `shop/s` with `u3`. */
export const shop: Existing = {
  'serviceaccounts/shop/web': { uid: 'u1' },
  'pods/shop/p': { uid: 'u2' },
  'secrets/shop/s': { uid: 'u3' },
};

/** Which tokens of service accounts are taken, unless a test says otherwise. */
export function tokensOf(
  existing: Existing = shop,
  more: Partial<ServiceAccountTokens> = {},
): ServiceAccountTokens {
  const { lookup } = lookupIn(existing);
  const keys = [publicKeys.new];
  return { issuers: ['https://api'], audiences: ['api'], keys, lookup, ...more };
}

const account = { namespace: 'shop', serviceaccount: { name: 'web', uid: 'u1' } };

/** The claims of a token of `shop/web`; `bound` names the Pod or Secret that it lives with. */
export function claims(more: Claims = {}, bound: Claims['kubernetes.io'] = {}): Claims {
  return { iss: 'https://api', 'kubernetes.io': { ...account, ...bound }, ...more };
}

/** A service account as a user. */
export const web: User = {
  name: 'system:serviceaccount:shop:web',
  uid: 'u1',
  groups: ['system:serviceaccounts', 'system:serviceaccounts:shop'],
  extra: {},
};

export const tokenType = 'bootstrap.kubernetes.io/token';
/** A bootstrap token and the two halves of it. */
export const [tokenId, tokenSecret] = ['abcdef', '0123456789abcdef'];
export const bootstrapToken = `${tokenId}.${tokenSecret}`;

/** What the Secret of a bootstrap token says, as text; undefined for what it does not say. */
export type Data = Record<string, string | undefined>;

const usable = {
  'token-id': tokenId,
  'token-secret': tokenSecret,
  'usage-bootstrap-authentication': 'true',
  'usage-bootstrap-signing': 'true',
};

/** The Secret of a bootstrap token, in order but for what `data` and `more` change. */
export function tokenSecretOf(data: Data = {}, { metadata, ...more }: Secret = {}): Stored<Secret> {
  const id = data['token-id'] ?? tokenId;
  const said = Object.entries({ ...usable, ...data }).filter(([, text]) => text !== undefined);
  const identity = { name: `bootstrap-token-${id}`, namespace: 'kube-system', uid: `uid-${id}` };
  const stored = { resourceVersion: '1', creationTimestamp: formatTime(now - 3_600_000) };
  return {
    type: tokenType,
    data: Object.fromEntries(said.map(([key, text]) => [key, base64(text!)])),
    ...more,
    metadata: { ...identity, ...stored, ...metadata },
  };
}

/** A GetSecret that knows these, and what it was asked for. */
export function secretsIn(...secrets: Stored<Secret>[]): { get: GetSecret; asked: string[] } {
  const asked: string[] = [];
  const get: GetSecret = (namespace, name) => {
    asked.push(`${namespace}/${name}`);
    return secrets.find((each) => isNamed(each, namespace, name));
  };
  return { get, asked };
}

function isNamed({ metadata }: Stored, namespace: string, name: string): boolean {
  return metadata.namespace === namespace && metadata.name === name;
}

/** The ConfigMap `cluster-info`. */
export function clusterInfo(data: ConfigMap['data']): Stored<ConfigMap> {
  const identity = { name: 'cluster-info', namespace: 'kube-public', uid: 'uid-info' };
  const stored = { resourceVersion: '7', creationTimestamp: formatTime(now - 3_600_000) };
  return { metadata: { ...identity, ...stored }, data };
}

/** A cluster with these Secrets, and perhaps a `cluster-info`. */
export function clusterWith(secrets: readonly Secret[], info?: ConfigMap): FakeCluster {
  const cluster = new FakeCluster();
  for (const secret of secrets) cluster.server.place('secrets', secret);
  if (info) cluster.server.place('configmaps', info);
  return cluster;
}

/** The data of `cluster-info` as they are now. */
export function infoOf({ server }: FakeCluster): ConfigMap['data'] {
  return server.get('configmaps', 'kube-public', 'cluster-info').data;
}

/** The names of all Secrets, sorted. */
export function secretsOf({ server }: FakeCluster): string[] {
  return server
    .list('secrets')
    .items.map(({ metadata }) => metadata.name)
    .sort();
}

/** What was written, and on which condition. */
export function writesOf({ writes }: FakeCluster): string[] {
  return writes.map(({ verb, resource, key, body }) => {
    const { preconditions, metadata } = (body ?? {}) as DeleteOptions & KubernetesObject;
    const condition = preconditions?.uid ?? metadata?.resourceVersion ?? 'whatever is there';
    return `${verb} ${resource}/${key} if it is ${condition}`;
  });
}

/** Every write of this kind is refused from now on. */
export function refuseWrites(cluster: FakeCluster, error: ApiError): void {
  cluster.heal();
  cluster.fail({ verb: 'update', resource: 'configmaps', error });
  cluster.fail({ verb: 'delete', resource: 'secrets', error });
}

/** An authorizer that allows what `allows` says, and what it was asked. */
export function authorizer(allows: (question: string) => boolean = () => true) {
  const asked: string[] = [];
  const authorize = (attributes: RequestAttributes) => {
    const { user: who, verb, apiGroup, resource, subresource, namespace, name } = attributes;
    const where = [apiGroup, namespace, resource + (subresource && `/${subresource}`), name];
    const question = `may ${who.name} ${verb} ${where.filter(Boolean).join(' ')}`;
    asked.push(attributes.isResourceRequest ? question : `${question}, as no resource request`);
    return { allowed: allows(question), reason: '' };
  };
  return { authorize, asked };
}
