import {
  ApiError,
  type Authenticator,
  type Authorizer,
  base64url,
  type Client,
  CredentialError,
  type Credentials,
  clientAuth,
  deepEqual,
  forbidden,
  fromBase64,
  fromBase64url,
  hex,
  hmacSha256,
  isIssuedBy,
  type KubernetesObject,
  type PublicJwk,
  parseCertificate,
  parseTime,
  type Secret,
  sha256,
  type User,
  unauthorized,
  utf8,
  verifySignature,
} from 'course/kit';

const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';
const anonymousName = 'system:anonymous';
const credentialId = 'authentication.kubernetes.io/credential-id';

/** The first who knows decides. A wrong credential does not: another one of the same request may be right. */
export function union<Credential>(
  authenticators: readonly Authenticator<Credential>[],
  credential: Credential,
  now: number,
): User | undefined {
  const wrong: string[] = [];
  for (const ask of authenticators)
    try {
      const user = ask(credential, now);
      if (user) return user;
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      wrong.push(error.message);
    }
  if (wrong.length > 0) throw new CredentialError(wrong.join('; '));
  return undefined;
}

/** No credential makes you anonymous. A wrong one does not. */
export function authenticate(
  authenticators: readonly Authenticator[],
  credentials: Credentials,
  anonymous: boolean,
  now: number,
): User {
  try {
    const user = union(authenticators, credentials, now);
    if (user) return user.name === anonymousName ? user : withGroup(user, authenticated);
  } catch (error) {
    // The reason is for our log, not for whoever tries credentials.
    throw error instanceof CredentialError ? unauthorized() : error;
  }
  if (!anonymous) throw unauthorized();
  return { name: anonymousName, uid: '', groups: [unauthenticated], extra: {} };
}

/** A user of whom it is not yet said whether they are authenticated. */
function withGroup(user: User, group: string): User {
  const said = user.groups.includes(group) || user.groups.includes(unauthenticated);
  return said ? user : { ...user, groups: [...user.groups, group] };
}

/** A credential of which this does not hold is wrong. */
function must(holds: unknown, otherwise: string): asserts holds {
  if (!holds) throw new CredentialError(otherwise);
}

/** A token that nobody knows is wrong: here, and only here, it is certain that all were asked. */
export function authenticateBearer(
  authenticators: readonly Authenticator<string>[],
  { headers }: Credentials,
  now: number,
): User | undefined {
  const [scheme, token] = (headers.authorization?.[0] ?? '').trim().split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token) return undefined;
  const user = union(authenticators, token, now);
  must(user, 'nobody knows this bearer token');
  return user;
}

/** Anybody can write any name into a certificate: the names count because an authority has signed them. */
export function authenticateCertificate(
  authorities: readonly string[],
  { clientCertificate }: Credentials,
  now: number,
): User | undefined {
  if (clientCertificate === undefined || authorities.length === 0) return undefined;
  const { commonName, organizations, extendedKeyUsage, raw } = parseCertificate(clientCertificate);
  const vouches = (authority: string) =>
    isValidAt(authority, now) && isIssuedBy(clientCertificate, authority);
  must(isValidAt(clientCertificate, now), `not the time of the certificate of "${commonName}"`);
  must(authorities.some(vouches), `nobody vouches for the certificate of "${commonName}"`);
  must(extendedKeyUsage?.includes(clientAuth) ?? true, `"${commonName}" is not for clients`);
  if (commonName === '') return undefined;
  const extra = { [credentialId]: [`X509SHA256=${hex(sha256(raw))}`] };
  return { name: commonName, uid: '', groups: [...organizations], extra };
}

function isValidAt(pem: string, now: number): boolean {
  const { notBefore, notAfter } = parseCertificate(pem);
  return notBefore <= now && now <= notAfter;
}

/** The object of that name as it is stored now, undefined when there is none. */
export type Lookup = (
  resource: 'serviceaccounts' | 'pods' | 'secrets',
  namespace: string,
  name: string,
) => KubernetesObject | undefined;

/** Whose tokens of service accounts we take. */
export interface ServiceAccountTokens {
  /** The values of `iss` that are ours. */
  readonly issuers: readonly string[];
  /** Our own names: whom a token must be meant for. */
  readonly audiences: readonly string[];
  readonly keys: readonly PublicJwk[];
  readonly lookup: Lookup;
}

/** The name and the uid of an object that a token speaks of. */
export interface ObjectClaim {
  readonly name: string;
  readonly uid: string;
}

/** What a token says. Times are seconds since 1970. Any part may be missing. */
export interface Claims {
  readonly iss?: string;
  readonly aud?: string | readonly string[];
  readonly exp?: number;
  readonly nbf?: number;
  readonly iat?: number;
  readonly jti?: string;
  readonly 'kubernetes.io'?: {
    readonly namespace?: string;
    readonly serviceaccount?: ObjectClaim;
    readonly pod?: ObjectClaim;
    readonly secret?: ObjectClaim;
  };
}

/** A token taken apart, and believed in nothing. */
export interface ReadToken {
  /** `alg` says how it is signed, `kid` with which key. */
  readonly header: { readonly alg?: string; readonly kid?: string };
  readonly claims: Claims;
  /** The text that is signed: the first two parts with their dot. */
  readonly signed: string;
  readonly signature: Uint8Array;
}

/** Given: takes a JSON Web Token apart. Undefined when it is none. */
export function readToken(token: string): ReadToken | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const [header, claims, signature] = parts as [string, string, string];
  try {
    const read = {
      header: JSON.parse(utf8(fromBase64url(header))),
      claims: JSON.parse(utf8(fromBase64url(claims))),
      signed: `${header}.${claims}`,
      signature: fromBase64url(signature),
    };
    return [read.header, read.claims].every((part) => part instanceof Object) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Clocks differ, and news of a deletion takes its time. */
const leewayMs = 60_000;

/** First the signature, then what it covers, then what is true now. */
export function authenticateServiceAccount(
  { issuers, audiences, keys, lookup }: ServiceAccountTokens,
  token: string,
  now: number,
): User | undefined {
  const read = readToken(token);
  if (!read || !issuers.some((issuer) => issuer === read.claims.iss)) return undefined;
  const { claims } = read;
  must(isSigned(read, keys), 'invalid signature');
  must(isMeantFor(audiences, claims), 'not meant for us');
  must(isTimely(claims, now), 'expired, or not valid yet');
  const { namespace = '', serviceaccount, pod, secret } = claims['kubernetes.io'] ?? {};
  const lives = (resource: Parameters<Lookup>[0], claim: ObjectClaim) =>
    isAlive(lookup(resource, namespace, claim.name), claim, now);
  must(serviceaccount && lives('serviceaccounts', serviceaccount), 'no such service account');
  must(!pod || lives('pods', pod), 'its Pod is gone');
  must(!secret || lives('secrets', secret), 'its Secret is gone');
  return {
    name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
    uid: serviceaccount.uid,
    groups: serviceAccountGroups(namespace),
    extra: {
      ...(pod && { 'authentication.kubernetes.io/pod-name': [pod.name] }),
      ...(pod && { 'authentication.kubernetes.io/pod-uid': [pod.uid] }),
      ...(claims.jti && { [credentialId]: [`JTI=${claims.jti}`] }),
    },
  };
}

function isSigned({ header, signed, signature }: ReadToken, keys: readonly PublicJwk[]): boolean {
  const { alg = '', kid } = header;
  return keys
    .filter((key) => !kid || key.kid === kid)
    .some((key) => verifySignature(alg, key, signed, signature));
}

function isMeantFor(audiences: readonly string[], { aud = [] }: Claims): boolean {
  const named = typeof aud === 'string' ? [aud] : aud;
  return named.length === 0 || named.some((name) => audiences.includes(name));
}

function isTimely({ exp = Infinity, nbf = 0, iat = 0 }: Claims, now: number): boolean {
  return exp * 1000 >= now - leewayMs && Math.max(nbf, iat) * 1000 <= now + leewayMs;
}

/** A name can be used again, a uid cannot: an object made anew under the old name is not the one that was meant. */
function isAlive(object: KubernetesObject | undefined, claim: ObjectClaim, now: number): boolean {
  if (object?.metadata?.uid !== claim.uid) return false;
  const { deletionTimestamp } = object.metadata;
  return deletionTimestamp === undefined || parseTime(deletionTimestamp) >= now - leewayMs;
}

function serviceAccountGroups(namespace: string): string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

/** The Secret of that name as it is stored now, undefined when there is none. */
export type GetSecret = (namespace: string, name: string) => Secret | undefined;

/** Given: a value in a Secret's data, as text; '' when it is not there. */
export function secretText(secret: Secret, key: string): string {
  return utf8(fromBase64(secret.data?.[key] ?? ''));
}

/** When a bootstrap token ends: a time that makes no sense has passed, to be on the safe side. */
export function expiryOf(secret: Secret): number {
  const text = secretText(secret, 'expiration');
  if (text === '') return Infinity;
  try {
    return parseTime(text);
  } catch {
    return -Infinity;
  }
}

const tokenType = 'bootstrap.kubernetes.io/token';
const tokenNamespace = 'kube-system';
const extraGroup = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/** The id is public and finds the Secret; the second half must be what the Secret says. */
export function authenticateBootstrapToken(
  getSecret: GetSecret,
  token: string,
  now: number,
): User | undefined {
  const [, id, tokenSecret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
  if (!id) return undefined;
  const secret = getSecret(tokenNamespace, `bootstrap-token-${id}`);
  if (!secret || secret.metadata?.deletionTimestamp) return undefined;
  if (!isUsable(secret, id, 'authentication', now)) return undefined;
  if (secretText(secret, 'token-secret') !== tokenSecret) return undefined;
  const text = secretText(secret, 'auth-extra-groups');
  const more = text === '' ? [] : text.split(',');
  if (!more.every((group) => extraGroup.test(group))) return undefined;
  const groups = [...new Set(['system:bootstrappers', ...more])].sort();
  return { name: `system:bootstrap:${id}`, uid: '', groups, extra: {} };
}

/** What holds for logging in and for signing alike. */
function isUsable(secret: Secret, id: string, usage: string, now: number): boolean {
  return (
    secret.type === tokenType &&
    secretText(secret, 'token-id') === id &&
    secretText(secret, `usage-bootstrap-${usage}`) === 'true' &&
    expiryOf(secret) > now
  );
}

/** What is the same in all questions about being somebody else. */
const impersonation = {
  isResourceRequest: true,
  path: '',
  verb: 'impersonate',
  apiPrefix: 'api',
  apiGroup: '',
  apiVersion: 'v1',
  subresource: '',
};

/** Whoever may act as anybody may do anything: so each part of the new identity has to be allowed by name. */
export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  const wanted = headers['impersonate-user']?.[0] ?? '';
  const groups = headers['impersonate-group'] ?? [];
  if (wanted === '' && groups.length === 0) return user;
  if (wanted === '') throw internalError('groups to impersonate, and no user');
  const ask = (resource: string, name: string, namespace = '') => {
    const { allowed, reason } = authorize({ ...impersonation, user, resource, namespace, name });
    if (!allowed) throw forbidden({ group: '', resource }, name, reason);
  };
  const [, namespace = '', account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(wanted) ?? [];
  if (account) ask('serviceaccounts', account, namespace);
  else ask('users', wanted);
  for (const group of groups) ask('groups', group);
  const own = account ? serviceAccountGroups(namespace) : [];
  const acting = groups.length > 0 ? [...groups] : own;
  const added = wanted === anonymousName ? unauthenticated : authenticated;
  return withGroup({ name: wanted, uid: '', groups: acting, extra: {} }, added);
}

function internalError(message: string): ApiError {
  return new ApiError({ code: 500, reason: 'InternalError', message });
}

/** A JSON Web Signature whose middle part, the content, is left out: whoever checks it has the content. */
export function signDetached(content: string, tokenId: string, tokenSecret: string): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', kid: tokenId }));
  const signature = hmacSha256(tokenSecret, `${header}.${base64url(content)}`);
  return `${header}..${base64url(signature)}`;
}

const signaturePrefix = 'jws-kubeconfig-';

/** Level-triggered: what is there is compared with what should be, whatever happened before. */
export function signClusterInfo(client: Client, now: number): void {
  unlessOvertaken(() => {
    const info = client.get('configmaps', 'kube-public', 'cluster-info');
    const { kubeconfig } = info.data ?? {};
    if (kubeconfig === undefined) return;
    const others = Object.entries(info.data!).filter(([key]) => !key.startsWith(signaturePrefix));
    const data = Object.fromEntries([...others, ...signatures(client, kubeconfig, now)]);
    if (!deepEqual(data, info.data)) client.update('configmaps', { ...info, data });
  });
}

function signatures(client: Client, content: string, now: number): [key: string, text: string][] {
  return client.list('secrets', tokenNamespace).items.flatMap((secret) => {
    const id = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.metadata.name)?.[1];
    const tokenSecret = secretText(secret, 'token-secret');
    if (!id || !tokenSecret || !isUsable(secret, id, 'signing', now)) return [];
    return [[signaturePrefix + id, signDetached(content, id, tokenSecret)]];
  });
}

/** Deletes what has ended. The uid makes sure that it is the Secret we have looked at. */
export function cleanTokens(client: Client, now: number): number | undefined {
  let next = Infinity;
  for (const secret of client.list('secrets', tokenNamespace).items) {
    if (secret.type !== tokenType) continue;
    const left = expiryOf(secret) - now;
    const { name, uid } = secret.metadata;
    const preconditions = { uid };
    if (left > 0) next = Math.min(next, left);
    else unlessOvertaken(() => client.delete('secrets', tokenNamespace, name, { preconditions }));
  }
  return next === Infinity ? undefined : next;
}

/** Somebody else was faster: the next round will see what they did. */
function unlessOvertaken(act: () => void): void {
  try {
    act();
  } catch (error) {
    const overtaken = error instanceof ApiError && ['NotFound', 'Conflict'].includes(error.reason);
    if (!overtaken) throw error;
  }
}

/** How an apiserver finds out who makes a request. */
export interface AuthenticationConfig {
  /** As `authorities` of authenticateCertificate. */
  readonly authorities: readonly string[];
  readonly serviceAccounts: ServiceAccountTokens;
  /** Absent: bootstrap tokens are not taken. That is the default of kube-apiserver; kubeadm turns them on. */
  readonly bootstrapSecrets?: GetSecret;
  /** Whether somebody who shows nothing may come in at all. */
  readonly anonymous: boolean;
}

/** All of it, in the order of a real apiserver. */
export function authenticateRequest(
  { authorities, serviceAccounts, bootstrapSecrets, anonymous }: AuthenticationConfig,
  credentials: Credentials,
  now: number,
): User {
  const tokens: Authenticator<string>[] = [
    (token) => authenticateServiceAccount(serviceAccounts, token, now),
  ];
  if (bootstrapSecrets)
    tokens.push((token) => authenticateBootstrapToken(bootstrapSecrets, token, now));
  const chain: Authenticator[] = [
    (request) => authenticateCertificate(authorities, request, now),
    (request) => authenticateBearer(tokens, request, now),
  ];
  return authenticate(chain, credentials, anonymous, now);
}
