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
  const messages: string[] = [];
  for (const authenticator of authenticators) {
    try {
      const user = authenticator(credential, now);
      if (user !== undefined) return user;
    } catch (error) {
      if (!(error instanceof CredentialError)) throw error;
      messages.push(error.message);
    }
  }
  if (messages.length === 0) return undefined;
  throw new CredentialError(messages.join(', '));
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
  let user: User | undefined;
  try {
    user = union(authenticators, credentials, now);
  } catch (error) {
    if (error instanceof CredentialError) throw unauthorized();
    throw error;
  }
  if (user === undefined) {
    if (!anonymous) throw unauthorized();
    const groups = ['system:unauthenticated'];
    return { name: 'system:anonymous', uid: '', groups, extra: {} };
  }
  const { name, groups } = user;
  if (name === 'system:anonymous') return user;
  if (groups.includes('system:authenticated')) return user;
  if (groups.includes('system:unauthenticated')) return user;
  return { ...user, groups: [...groups, 'system:authenticated'] };
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
  const header = headers.authorization?.[0] ?? '';
  const [scheme = '', token = ''] = header.trim().split(' ');
  if (scheme.toLowerCase() !== 'bearer' || token === '') return undefined;
  const user = union(authenticators, token, now);
  if (user === undefined) throw new CredentialError('invalid bearer token');
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
  const isValid = (pem: string) => {
    const { notBefore, notAfter } = parseCertificate(pem);
    return now >= notBefore && now <= notAfter;
  };
  const isRight =
    isValid(clientCertificate) &&
    authorities.some((each) => isValid(each) && isIssuedBy(clientCertificate, each));
  if (!isRight) throw new CredentialError('the certificate is not valid');
  const certificate = parseCertificate(clientCertificate);
  const uses = certificate.extendedKeyUsage;
  if (uses !== undefined && !uses.includes(clientAuth))
    throw new CredentialError('the certificate is not for clients');
  if (certificate.commonName === '') return undefined;
  const fingerprint = hex(sha256(certificate.raw));
  return {
    name: certificate.commonName,
    uid: '',
    groups: [...certificate.organizations],
    extra: { 'authentication.kubernetes.io/credential-id': [`X509SHA256=${fingerprint}`] },
  };
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
  const refuseIf = (wrong: boolean, why: string) => {
    if (wrong) throw new CredentialError(why);
  };
  const { header, claims, signed, signature } = read;
  const known = keys.filter((key) => !header.kid || header.kid === key.kid);
  const isSigned = known.some((key) => verifySignature(header.alg ?? '', key, signed, signature));
  refuseIf(!isSigned, 'the signature is wrong');

  const late = (seconds: number | undefined) =>
    seconds !== undefined && seconds * 1000 > now + 60_000;
  const { exp, nbf, iat, aud = [], jti } = claims;
  refuseIf(exp !== undefined && exp * 1000 < now - 60_000, 'expired');
  refuseIf(late(nbf) || late(iat), 'not valid yet');
  const named = [aud].flat();
  refuseIf(named.length > 0 && !named.some((each) => audiences.includes(each)), 'not for us');

  const { namespace = '', serviceaccount, pod, secret } = claims['kubernetes.io'] ?? {};
  if (serviceaccount === undefined) throw new CredentialError('no service account');
  const isThere = (resource: 'serviceaccounts' | 'pods' | 'secrets', claim: ObjectClaim) => {
    const metadata = lookup(resource, namespace, claim.name)?.metadata;
    if (metadata?.uid !== claim.uid) return false;
    const deleted = metadata.deletionTimestamp;
    return deleted === undefined || parseTime(deleted) >= now - 60_000;
  };
  refuseIf(!isThere('serviceaccounts', serviceaccount), 'the service account is gone');
  refuseIf(pod !== undefined && !isThere('pods', pod), 'the Pod is gone');
  refuseIf(secret !== undefined && !isThere('secrets', secret), 'the Secret is gone');

  const prefix = 'authentication.kubernetes.io';
  const extra: Record<string, string[]> = {};
  if (pod !== undefined) {
    extra[`${prefix}/pod-name`] = [pod.name];
    extra[`${prefix}/pod-uid`] = [pod.uid];
  }
  if (jti) extra[`${prefix}/credential-id`] = [`JTI=${jti}`];
  return {
    name: `system:serviceaccount:${namespace}:${serviceaccount.name}`,
    uid: serviceaccount.uid,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`],
    extra,
  };
}

/** The Secret of that name as it is stored now, undefined when there is none. */
export type GetSecret = (namespace: string, name: string) => Secret | undefined;

/** Given: a value in a Secret's data, as text; '' when it is not there. */
export function secretText(secret: Secret, key: string): string {
  return utf8(fromBase64(secret.data?.[key] ?? ''));
}

/** When a bootstrap token ends, in milliseconds since 1970; Infinity for never, -Infinity for a time that makes no sense. */
export function expiryOf(secret: Secret): number {
  const text = secretText(secret, 'expiration');
  if (text === '') return Number.POSITIVE_INFINITY;
  try {
    return parseTime(text);
  } catch {
    return Number.NEGATIVE_INFINITY;
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
  const match = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(token);
  if (match === null) return undefined;
  const [, id, half] = match;
  const secret = getSecret('kube-system', `bootstrap-token-${id}`);
  const isRight =
    secret !== undefined &&
    secret.metadata?.deletionTimestamp === undefined &&
    secret.type === 'bootstrap.kubernetes.io/token' &&
    secretText(secret, 'token-id') === id &&
    secretText(secret, 'token-secret') === half &&
    secretText(secret, 'usage-bootstrap-authentication') === 'true' &&
    expiryOf(secret) > now;
  if (!isRight) return undefined;
  const text = secretText(secret, 'auth-extra-groups');
  const more = text === '' ? [] : text.split(',');
  const pattern = /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/;
  if (more.some((group) => !pattern.test(group))) return undefined;
  const groups = [...new Set(['system:bootstrappers', ...more])].sort();
  return { name: `system:bootstrap:${id}`, uid: '', groups, extra: {} };
}

/**
 * Whom the headers ask to act as, or `user` when they ask for nobody. Throws ApiError: 403 when `authorize` does not
 * allow all of it, 500 when the headers make no sense.
 *
 * Settled by: apiserver v0.32, pkg/endpoints/filters/impersonation.go.
 */
export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  const name = headers['impersonate-user']?.[0] ?? '';
  const asked = headers['impersonate-group'] ?? [];
  if (name === '') {
    if (asked.length === 0) return user;
    throw new ApiError({ code: 500, reason: 'InternalError', message: 'groups without a user' });
  }
  const account = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(name);
  const parts = asked.map((group) => ({ resource: 'groups', namespace: '', name: group }));
  if (account === null) parts.push({ resource: 'users', namespace: '', name });
  else parts.push({ resource: 'serviceaccounts', namespace: account[1]!, name: account[2]! });
  for (const part of parts) {
    const { allowed, reason } = authorize({
      ...{ isResourceRequest: true, path: '', apiPrefix: 'api', apiVersion: 'v1' },
      ...{ user, verb: 'impersonate', apiGroup: '', subresource: '', ...part },
    });
    if (!allowed) throw forbidden({ group: '', resource: part.resource }, part.name, reason);
  }
  const groups = [...asked];
  if (groups.length === 0 && account !== null)
    groups.push('system:serviceaccounts', `system:serviceaccounts:${account[1]}`);
  const last = name === 'system:anonymous' ? 'system:unauthenticated' : 'system:authenticated';
  if (!groups.includes(last) && !groups.includes('system:unauthenticated')) groups.push(last);
  return { name, uid: '', groups, extra: {} };
}

/**
 * Signs `content` with the secret half of a bootstrap token. The content itself is not in the answer.
 *
 * Settled by: RFC 7515, appendix F; cluster-bootstrap v0.32, token/jws/jws.go.
 */
export function signDetached(content: string, tokenId: string, tokenSecret: string): string {
  const header = base64url(JSON.stringify({ alg: 'HS256', kid: tokenId }));
  const code = hmacSha256(tokenSecret, `${header}.${base64url(content)}`);
  return `${header}..${base64url(code)}`;
}

/**
 * One round of the controller bootstrap-signer: brings the signatures in the ConfigMap `kube-public/cluster-info` up to date.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/bootstrapsigner.go and util.go.
 */
export function signClusterInfo(client: Client, now: number): void {
  try {
    const info = client.get('configmaps', 'kube-public', 'cluster-info');
    const before = info.data ?? {};
    const content = before.kubeconfig;
    if (content === undefined) return;
    const data: Record<string, string> = {};
    for (const [key, value] of Object.entries(before))
      if (!key.startsWith('jws-kubeconfig-')) data[key] = value;
    for (const secret of client.list('secrets', 'kube-system').items) {
      const id = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.metadata.name)?.[1];
      const half = secretText(secret, 'token-secret');
      const isUsable =
        secret.type === 'bootstrap.kubernetes.io/token' &&
        secretText(secret, 'token-id') === id &&
        secretText(secret, 'usage-bootstrap-signing') === 'true' &&
        half !== '' &&
        expiryOf(secret) > now;
      if (id !== undefined && isUsable)
        data[`jws-kubeconfig-${id}`] = signDetached(content, id, half);
    }
    if (!deepEqual(before, data)) client.update('configmaps', { ...info, data });
  } catch (error) {
    const reason = error instanceof ApiError ? error.reason : '';
    if (reason !== 'NotFound' && reason !== 'Conflict') throw error;
  }
}

/**
 * One round of the controller token-cleaner: deletes the bootstrap tokens that have ended. Gives after how many
 * milliseconds the next one ends, undefined when none will.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/tokencleaner.go.
 */
export function cleanTokens(client: Client, now: number): number | undefined {
  let next = Number.POSITIVE_INFINITY;
  for (const secret of client.list('secrets', 'kube-system').items) {
    if (secret.type !== 'bootstrap.kubernetes.io/token') continue;
    const left = expiryOf(secret) - now;
    if (left > 0) {
      next = Math.min(next, left);
      continue;
    }
    const { name, uid } = secret.metadata;
    try {
      client.delete('secrets', 'kube-system', name, { preconditions: { uid } });
    } catch (error) {
      const reason = error instanceof ApiError ? error.reason : '';
      if (reason !== 'NotFound' && reason !== 'Conflict') throw error;
    }
  }
  return Number.isFinite(next) ? next : undefined;
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
  const forTokens: Authenticator<string>[] = [
    (token, at) => authenticateServiceAccount(serviceAccounts, token, at),
  ];
  if (bootstrapSecrets !== undefined)
    forTokens.push((token, at) => authenticateBootstrapToken(bootstrapSecrets, token, at));
  const forRequests: Authenticator[] = [
    (request, at) => authenticateCertificate(authorities, request, at),
    (request, at) => authenticateBearer(forTokens, request, at),
  ];
  return authenticate(forRequests, credentials, anonymous, now);
}
