// By somebody who knew only lesson, brief, stub and kit. Each check is a sentence that must hold; one function adds the last group.
import {
  ApiError,
  type Authenticator,
  type Authorizer,
  base64url,
  type Certificate,
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
  type StoredResource,
  sha256,
  type User,
  unauthorized,
  utf8,
  verifySignature,
} from 'course/kit';

/**
 * Asks `authenticators` in turn about a credential: a whole request, or a token. Gives the first user that one of them
 * knows, undefined when none has anything to say. Throws CredentialError when nobody knows a user and at least one of
 * them says that the credential is wrong.
 *
 * Settled by: apiserver v0.32, pkg/authentication/request/union/union.go.
 */
export function union<Credential>(
  authenticators: readonly Authenticator<Credential>[],
  credential: Credential,
  now: number,
): User | undefined {
  const problems: string[] = [];
  for (const authenticator of authenticators) {
    try {
      const user = authenticator(credential, now);
      if (user !== undefined) return user;
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      problems.push(error.message);
    }
  }
  if (problems.length > 0) throw new CredentialError(problems.join('; '));
  return undefined;
}

/**
 * Who makes this request? Somebody whom `authenticators` know, else, if `anonymous`, the user `system:anonymous`.
 * Throws `unauthorized()`, an ApiError 401.
 *
 * Settled by: kubernetes v1.32, pkg/kubeapiserver/authenticator/config.go, Config.New; apiserver v0.32,
 * pkg/authentication/group/authenticated_group_adder.go.
 */
export function authenticate(
  authenticators: readonly Authenticator[],
  credentials: Credentials,
  anonymous: boolean,
  now: number,
): User {
  const user = knownUser(authenticators, credentials, now);
  if (user !== undefined) {
    return user.name === anonymousName ? user : withGroup(user, authenticatedGroup);
  }
  if (!anonymous) throw unauthorized();
  return { name: anonymousName, uid: '', groups: [unauthenticatedGroup], extra: {} };
}

const anonymousName = 'system:anonymous';
const authenticatedGroup = 'system:authenticated';
const unauthenticatedGroup = 'system:unauthenticated';

function knownUser(
  authenticators: readonly Authenticator[],
  credentials: Credentials,
  now: number,
): User | undefined {
  try {
    return union(authenticators, credentials, now);
  } catch (error) {
    throw error instanceof CredentialError ? unauthorized() : error;
  }
}

/** The user in one more group, unless it is there or the user is known to be unauthenticated. */
function withGroup(user: User, group: string): User {
  const settled = user.groups.includes(group) || user.groups.includes(unauthenticatedGroup);
  return settled ? user : { ...user, groups: [...user.groups, group] };
}

/**
 * Looks for a bearer token in the headers and asks `authenticators` about it. Throws CredentialError when none knows it.
 *
 * Settled by: apiserver v0.32, pkg/authentication/request/bearertoken/bearertoken.go.
 */
export function authenticateBearer(
  authenticators: readonly Authenticator<string>[],
  { headers }: Credentials,
  now: number,
): User | undefined {
  const [scheme, token] = headers.authorization?.[0]?.trim().split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || !token) return undefined;
  const user = union(authenticators, token, now);
  if (user === undefined) throw new CredentialError('nobody knows the bearer token');
  return user;
}

/**
 * Looks at the client's certificate. `authorities` are the certificates, PEM text, of those whom we believe.
 * Throws CredentialError.
 *
 * Settled by: apiserver v0.32, pkg/authentication/request/x509/x509.go.
 */
export function authenticateCertificate(
  authorities: readonly string[],
  { clientCertificate }: Credentials,
  now: number,
): User | undefined {
  if (clientCertificate === undefined || authorities.length === 0) return undefined;
  const certificate = parseCertificate(clientCertificate);
  const { commonName, organizations, extendedKeyUsage, raw } = certificate;
  if (!isValid(certificate, now)) throw new CredentialError('the certificate is not valid now');
  const trusted = authorities.some(
    (authority) =>
      isValid(parseCertificate(authority), now) && isIssuedBy(clientCertificate, authority),
  );
  if (!trusted) throw new CredentialError('no valid authority has issued the certificate');
  if (extendedKeyUsage !== undefined && !extendedKeyUsage.includes(clientAuth)) {
    throw new CredentialError('the certificate is not meant for clients');
  }
  if (commonName === '') return undefined;
  return {
    name: commonName,
    uid: '',
    groups: [...organizations],
    extra: { [credentialIdKey]: [`X509SHA256=${hex(sha256(raw))}`] },
  };
}

const credentialIdKey = 'authentication.kubernetes.io/credential-id';

function isValid({ notBefore, notAfter }: Certificate, now: number): boolean {
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

/**
 * Looks at a token of a service account: its signature, its times, whom it is meant for, and whether all that it
 * speaks of still exists. Gives undefined for a token that is not ours to judge. Throws CredentialError.
 *
 * Settled by: kubernetes v1.32, pkg/serviceaccount/jwt.go and claims.go.
 */
export function authenticateServiceAccount(
  { issuers, audiences, keys, lookup }: ServiceAccountTokens,
  token: string,
  now: number,
): User | undefined {
  const read = readToken(token);
  if (read === undefined || !issuers.includes(read.claims.iss ?? '')) return undefined;
  const { claims } = read;
  requireThat(isSigned(read, keys), 'the signature is wrong');
  checkTimes(claims, now);
  checkAudience(claims, audiences);

  const { namespace, serviceaccount, pod, secret } = claims['kubernetes.io'] ?? {};
  if (!namespace || !serviceaccount) throw new CredentialError('the token names no account');
  const requireObject = (resource: Parameters<Lookup>[0], claim: ObjectClaim) => {
    const object = lookup(resource, namespace, claim.name);
    requireThat(
      object?.metadata?.uid === claim.uid && !isGone(object, now),
      `${resource} ${namespace}/${claim.name} of uid ${claim.uid} does not exist`,
    );
  };
  requireObject('serviceaccounts', serviceaccount);
  if (pod) requireObject('pods', pod);
  if (secret) requireObject('secrets', secret);

  return {
    name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
    uid: serviceaccount.uid,
    groups: serviceAccountGroups(namespace),
    extra: {
      ...(claims.jti && { [credentialIdKey]: [`JTI=${claims.jti}`] }),
      ...(pod && {
        'authentication.kubernetes.io/pod-name': [pod.name],
        'authentication.kubernetes.io/pod-uid': [pod.uid],
      }),
    },
  };
}

const leeway = 60_000;

function requireThat(condition: boolean, problem: string): void {
  if (!condition) throw new CredentialError(problem);
}

function isSigned(
  { header: { alg, kid }, signed, signature }: ReadToken,
  keys: readonly PublicJwk[],
): boolean {
  return keys
    .filter((key) => !kid || key.kid === kid)
    .some((key) => verifySignature(alg ?? '', key, signed, signature));
}

function checkTimes({ exp, nbf, iat }: Claims, now: number): void {
  requireThat(exp === undefined || now <= exp * 1000 + leeway, 'the token has expired');
  const begun = [nbf, iat].every((time) => time === undefined || time * 1000 - leeway <= now);
  requireThat(begun, 'the token is not valid yet');
}

function checkAudience({ aud = [] }: Claims, audiences: readonly string[]): void {
  const wanted = typeof aud === 'string' ? [aud] : aud;
  const meant = wanted.length === 0 || wanted.some((audience) => audiences.includes(audience));
  requireThat(meant, 'the token is not meant for us');
}

function isGone(object: KubernetesObject | undefined, now: number): boolean {
  if (object === undefined) return true;
  const deleted = object.metadata?.deletionTimestamp;
  return deleted !== undefined && now - parseTime(deleted) > leeway;
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

/** When a bootstrap token ends, in milliseconds since 1970; Infinity for never, -Infinity for a time that makes no sense. */
export function expiryOf(secret: Secret): number {
  const expiration = secretText(secret, 'expiration');
  if (expiration === '') return Infinity;
  try {
    return parseTime(expiration);
  } catch {
    return -Infinity;
  }
}

/**
 * Looks at a bootstrap token, with which a machine that has nothing else yet asks to become a node. Throws nothing.
 *
 * Settled by: kubernetes v1.32, plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go;
 * cluster-bootstrap v0.32, util/secrets/secrets.go.
 */
export function authenticateBootstrapToken(
  getSecret: GetSecret,
  token: string,
  now: number,
): User | undefined {
  const [, id, tokenSecret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token) ?? [];
  if (id === undefined) return undefined;
  const secret = getSecret(secretNamespace, secretNamePrefix + id);
  const usable =
    secret !== undefined &&
    secret.metadata?.deletionTimestamp === undefined &&
    secret.type === secretType &&
    secretText(secret, 'token-id') === id &&
    secretText(secret, 'token-secret') === tokenSecret &&
    secretText(secret, 'usage-bootstrap-authentication') === 'true' &&
    expiryOf(secret) > now;
  if (!usable) return undefined;
  const extraGroups = secretText(secret, 'auth-extra-groups');
  const groups = extraGroups === '' ? [] : extraGroups.split(',');
  if (!groups.every((group) => bootstrapGroup.test(group))) return undefined;
  return {
    name: `system:bootstrap:${id}`,
    uid: '',
    groups: [...new Set(['system:bootstrappers', ...groups])].sort(),
    extra: {},
  };
}

const secretNamespace = 'kube-system';
const secretNamePrefix = 'bootstrap-token-';
const secretType = 'bootstrap.kubernetes.io/token';
const bootstrapGroup = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;

/**
 * Whom the headers ask to act as, or `user` when they ask for nobody. Throws ApiError: 403 when `authorize` does not
 * allow all of it, 500 when the headers make no sense.
 *
 * Settled by: apiserver v0.32, pkg/endpoints/filters/impersonation.go.
 */
export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  const name = headers['impersonate-user']?.[0] ?? '';
  const groups = headers['impersonate-group'] ?? [];
  if (name === '') {
    if (groups.length === 0) return user;
    const message = 'there are groups to impersonate, but no user';
    throw new ApiError({ code: 500, reason: 'InternalError', message });
  }

  const askFor = (resource: string, namespace: string, name: string) => {
    const { allowed, reason } = authorize({
      user,
      isResourceRequest: true,
      path: '',
      verb: 'impersonate',
      apiPrefix: 'api',
      apiGroup: '',
      apiVersion: 'v1',
      namespace,
      resource,
      subresource: '',
      name,
    });
    if (!allowed) throw forbidden({ group: '', resource }, name, reason);
  };
  const [, namespace, account] = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name) ?? [];
  if (namespace !== undefined && account !== undefined) {
    askFor('serviceaccounts', namespace, account);
  } else {
    askFor('users', '', name);
  }
  for (const group of groups) askFor('groups', '', group);

  const ownGroups = namespace === undefined ? [] : serviceAccountGroups(namespace);
  return withGroup(
    { name, uid: '', groups: groups.length > 0 ? [...groups] : ownGroups, extra: {} },
    name === anonymousName ? unauthenticatedGroup : authenticatedGroup,
  );
}

/**
 * Signs `content` with the secret half of a bootstrap token. The content itself is not in the answer.
 *
 * Settled by: RFC 7515, appendix F; cluster-bootstrap v0.32, token/jws/jws.go.
 */
export function signDetached(content: string, tokenId: string, tokenSecret: string): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', kid: tokenId }));
  const signed = `${header}.${base64url(content)}`;
  return `${header}..${base64url(hmacSha256(tokenSecret, signed))}`;
}

/**
 * One round of the controller bootstrap-signer: brings the signatures in the ConfigMap `kube-public/cluster-info` up to date.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/bootstrapsigner.go and util.go.
 */
export function signClusterInfo(client: Client, now: number): void {
  const info = readClusterInfo(client);
  const kubeconfig = info?.data?.kubeconfig;
  if (info === undefined || kubeconfig === undefined) return;
  const kept = Object.entries(info.data ?? {}).filter(([key]) => !key.startsWith(signaturePrefix));
  const signatures = bootstrapSecrets(client).flatMap((secret) => {
    const id = signingId(secret, now);
    if (id === undefined) return [];
    const signature = signDetached(kubeconfig, id, secretText(secret, 'token-secret'));
    return [[signaturePrefix + id, signature]];
  });
  const data: Record<string, string> = Object.fromEntries([...kept, ...signatures]);
  if (deepEqual(data, info.data)) return;
  unlessOvertaken(() => client.update('configmaps', { ...info, data }));
}

const signaturePrefix = 'jws-kubeconfig-';

function readClusterInfo(client: Client): StoredResource<'configmaps'> | undefined {
  try {
    return client.get('configmaps', 'kube-public', 'cluster-info');
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}

function bootstrapSecrets(client: Client): StoredResource<'secrets'>[] {
  return client.list('secrets', secretNamespace).items.filter(({ type }) => type === secretType);
}

/** The id of a token that may sign now. */
function signingId(secret: StoredResource<'secrets'>, now: number): string | undefined {
  const id = secretText(secret, 'token-id');
  const usable =
    /^[a-z0-9]{6}$/.test(id) &&
    secret.metadata.name === secretNamePrefix + id &&
    secretText(secret, 'token-secret') !== '' &&
    secretText(secret, 'usage-bootstrap-signing') === 'true' &&
    expiryOf(secret) > now;
  return usable ? id : undefined;
}

/** Does a write, which is left to the next round when somebody else was faster. */
function unlessOvertaken(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    const overtaken = error instanceof ApiError && ['NotFound', 'Conflict'].includes(error.reason);
    if (!overtaken) throw error;
  }
}

/**
 * One round of the controller token-cleaner: deletes the bootstrap tokens that have ended. Gives after how many
 * milliseconds the next one ends, undefined when none will.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/tokencleaner.go.
 */
export function cleanTokens(client: Client, now: number): number | undefined {
  let next = Infinity;
  for (const secret of bootstrapSecrets(client)) {
    const expiry = expiryOf(secret);
    if (expiry > now) {
      next = Math.min(next, expiry);
      continue;
    }
    const { name, uid } = secret.metadata;
    unlessOvertaken(() =>
      client.delete('secrets', secretNamespace, name, { preconditions: { uid } }),
    );
  }
  return next === Infinity ? undefined : next - now;
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

/** Who makes this request to an apiserver? All of the above, put together. Throws ApiError 401. */
export function authenticateRequest(
  config: AuthenticationConfig,
  credentials: Credentials,
  now: number,
): User {
  const { authorities, serviceAccounts, bootstrapSecrets, anonymous } = config;
  const ofTokens: Authenticator<string>[] = [
    (token) => authenticateServiceAccount(serviceAccounts, token, now),
  ];
  if (bootstrapSecrets !== undefined) {
    ofTokens.push((token) => authenticateBootstrapToken(bootstrapSecrets, token, now));
  }
  const chain: Authenticator[] = [
    (request) => authenticateCertificate(authorities, request, now),
    (request) => authenticateBearer(ofTokens, request, now),
  ];
  return authenticate(chain, credentials, anonymous, now);
}
