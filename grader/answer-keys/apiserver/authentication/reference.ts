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
  type StringMap,
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
  const user = knownUser(authenticators, credentials, now);
  if (user) return user.name === anonymousName ? user : withAuthenticated(user);
  if (!anonymous) throw unauthorized();
  return { name: anonymousName, uid: '', groups: [unauthenticated], extra: {} };
}

function knownUser(
  authenticators: readonly Authenticator[],
  credentials: Credentials,
  now: number,
): User | undefined {
  try {
    return union(authenticators, credentials, now);
  } catch (error) {
    // The reason is for our log, not for whoever tries credentials.
    throw error instanceof CredentialError ? unauthorized() : error;
  }
}

function withAuthenticated(user: User): User {
  const said = user.groups.includes(authenticated) || user.groups.includes(unauthenticated);
  return said ? user : { ...user, groups: [...user.groups, authenticated] };
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
  if (!user) throw new CredentialError('invalid bearer token');
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
  if (!isValidAt(clientCertificate, now) || !authorities.some(vouches))
    throw new CredentialError(`nobody vouches for the certificate of "${commonName}"`);
  if (extendedKeyUsage && !extendedKeyUsage.includes(clientAuth))
    throw new CredentialError(`the certificate of "${commonName}" is not for clients`);
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
  if (!isSigned(read, keys)) throw new CredentialError('invalid signature');
  if (!isMeantFor(audiences, claims)) throw new CredentialError('not meant for us');
  if (!isTimely(claims, now)) throw new CredentialError('expired, or not valid yet');
  const { namespace = '', serviceaccount, pod, secret } = claims['kubernetes.io'] ?? {};
  if (!serviceaccount) throw new CredentialError('no service account in it');
  const bound = { serviceaccounts: serviceaccount, pods: pod, secrets: secret };
  for (const [resource, claim] of Object.entries(bound) as [keyof typeof bound, typeof pod][])
    if (claim && !isAlive(lookup(resource, namespace, claim.name), claim, now))
      throw new CredentialError(`${resource} ${namespace}/${claim.name}: no longer there`);
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
const bootstrappers = 'system:bootstrappers';

/** The id is public and finds the Secret; the second half must be what the Secret says. */
export function authenticateBootstrapToken(
  getSecret: GetSecret,
  token: string,
  now: number,
): User | undefined {
  if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) return undefined;
  const [id, tokenSecret] = token.split('.');
  const secret = getSecret(tokenNamespace, `bootstrap-token-${id}`);
  if (!secret || secret.metadata?.deletionTimestamp) return undefined;
  if (!isUsable(secret, id, 'authentication', now)) return undefined;
  if (secretText(secret, 'token-secret') !== tokenSecret) return undefined;
  const groups = extraGroups(secret);
  if (!groups.every((group) => /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group)))
    return undefined;
  const all = [...new Set([bootstrappers, ...groups])].sort();
  return { name: `system:bootstrap:${id}`, uid: '', groups: all, extra: {} };
}

/** What holds for logging in and for signing alike. */
function isUsable(secret: Secret, id: string | undefined, usage: string, now: number): boolean {
  return (
    secret.type === tokenType &&
    secretText(secret, 'token-id') === id &&
    secretText(secret, `usage-bootstrap-${usage}`) === 'true' &&
    expiryOf(secret) > now
  );
}

function extraGroups(secret: Secret): string[] {
  const text = secretText(secret, 'auth-extra-groups');
  return text === '' ? [] : text.split(',');
}

/** What somebody asks to be: a user, a service account or a member of a group. */
interface Wish {
  readonly resource: 'users' | 'serviceaccounts' | 'groups';
  readonly namespace: string;
  readonly name: string;
}

/** Whoever may act as anybody may do anything: so each part of the new identity has to be allowed by name. */
export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  const name = headers['impersonate-user']?.[0] ?? '';
  const groups = headers['impersonate-group'] ?? [];
  if (name === '' && groups.length === 0) return user;
  if (name === '') throw internalError('groups to impersonate, and no user');
  const wishes = [wishFor(name), ...groups.map((group) => wish('groups', '', group))];
  for (const each of wishes) mustBeAllowed(user, each, authorize);
  return { name, uid: '', groups: groupsAs(name, groups), extra: {} };
}

function internalError(message: string): ApiError {
  return new ApiError({ code: 500, reason: 'InternalError', message });
}

function wish(resource: Wish['resource'], namespace: string, name: string): Wish {
  return { resource, namespace, name };
}

function wishFor(user: string): Wish {
  const account = accountOf(user);
  return account ? wish('serviceaccounts', ...account) : wish('users', '', user);
}

/** Namespace and name of the service account that a user's name stands for. */
function accountOf(user: string): [namespace: string, name: string] | undefined {
  const match = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(user);
  return match ? [match[1]!, match[2]!] : undefined;
}

function mustBeAllowed(user: User, asked: Wish, authorize: Authorizer): void {
  const about = {
    isResourceRequest: true,
    path: '',
    apiPrefix: 'api',
    apiGroup: '',
    apiVersion: 'v1',
  };
  const attributes = { ...about, subresource: '', ...asked, user, verb: 'impersonate' };
  const { allowed, reason } = authorize(attributes);
  if (!allowed) throw forbidden({ group: '', resource: asked.resource }, asked.name, reason);
}

function groupsAs(name: string, asked: readonly string[]): string[] {
  const account = accountOf(name);
  const groups = asked.length > 0 || !account ? asked : serviceAccountGroups(account[0]);
  const added = name === anonymousName ? unauthenticated : authenticated;
  return [unauthenticated, added].some((group) => groups.includes(group))
    ? [...groups]
    : [...groups, added];
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
  ignoring(['NotFound', 'Conflict'], () => {
    const info = client.get('configmaps', 'kube-public', 'cluster-info');
    const { kubeconfig } = info.data ?? {};
    if (kubeconfig === undefined) return;
    const data = { ...unsigned(info.data ?? {}), ...signatures(client, kubeconfig, now) };
    if (!deepEqual(data, info.data)) client.update('configmaps', { ...info, data });
  });
}

function unsigned(data: StringMap): StringMap {
  return Object.fromEntries(
    Object.entries(data).filter(([key]) => !key.startsWith(signaturePrefix)),
  );
}

function signatures(client: Client, content: string, now: number): StringMap {
  const signed: StringMap = {};
  for (const secret of client.list('secrets', tokenNamespace).items) {
    const id = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.metadata.name)?.[1];
    const tokenSecret = secretText(secret, 'token-secret');
    if (id && tokenSecret && isUsable(secret, id, 'signing', now))
      signed[signaturePrefix + id] = signDetached(content, id, tokenSecret);
  }
  return signed;
}

/** Deletes what has ended. The uid makes sure that it is the Secret we have looked at. */
export function cleanTokens(client: Client, now: number): number | undefined {
  let next = Infinity;
  for (const secret of client.list('secrets', tokenNamespace).items) {
    if (secret.type !== tokenType) continue;
    const { name, uid } = secret.metadata;
    const left = expiryOf(secret) - now;
    if (left > 0) next = Math.min(next, left);
    else
      ignoring(['NotFound', 'Conflict'], () =>
        client.delete('secrets', tokenNamespace, name, { preconditions: { uid } }),
      );
  }
  return next === Infinity ? undefined : next;
}

/** Somebody else was faster: the next round will see what they did. */
function ignoring(reasons: readonly string[], act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof ApiError) || !reasons.includes(error.reason)) throw error;
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
