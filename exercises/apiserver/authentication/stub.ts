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
  NotImplemented,
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
  // TODO step 1, A chain (rules 1 to 4).
  throw new NotImplemented('step 1: union');
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
  // TODO step 2, The door (rules 5 to 7).
  throw new NotImplemented('step 2: authenticate');
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
  // TODO step 3, Bearer tokens (rules 8 to 10).
  throw new NotImplemented('step 3: authenticateBearer');
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
  // TODO step 4, Client certificates (rules 11 to 13).
  throw new NotImplemented('step 4: authenticateCertificate');
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
  // TODO step 5, Service account tokens (rules 14 to 19).
  throw new NotImplemented('step 5: authenticateServiceAccount');
}

/** The Secret of that name as it is stored now, undefined when there is none. */
export type GetSecret = (namespace: string, name: string) => Secret | undefined;

/** Given: a value in a Secret's data, as text; '' when it is not there. */
export function secretText(secret: Secret, key: string): string {
  return utf8(fromBase64(secret.data?.[key] ?? ''));
}

/** When a bootstrap token ends, in milliseconds since 1970; Infinity for never, -Infinity for a time that makes no sense. */
export function expiryOf(secret: Secret): number {
  // TODO step 6, Bootstrap tokens (rule 22).
  throw new NotImplemented('step 6: expiryOf');
}

/**
 * Looks at a bootstrap token, with which a machine that has nothing else yet asks to become a node. It never throws
 * CredentialError: what is not in order gives undefined.
 *
 * Settled by: kubernetes v1.32, plugin/pkg/auth/authenticator/token/bootstrap/bootstrap.go;
 * cluster-bootstrap v0.32, util/secrets/secrets.go.
 */
export function authenticateBootstrapToken(
  getSecret: GetSecret,
  token: string,
  now: number,
): User | undefined {
  // TODO step 6, Bootstrap tokens (rules 20 to 23).
  throw new NotImplemented('step 6: authenticateBootstrapToken');
}

/**
 * Whom the headers ask to act as, or `user` when they ask for nobody. Throws ApiError: 403 when `authorize` does not
 * allow all of it, 500 when the headers make no sense.
 *
 * Settled by: apiserver v0.32, pkg/endpoints/filters/impersonation.go.
 */
export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  // TODO step 7, Impersonation (rules 24 to 27).
  throw new NotImplemented('step 7: impersonate');
}

/**
 * Signs `content` with the secret half of a bootstrap token. The content itself is not in the answer.
 *
 * Settled by: RFC 7515, appendix F; cluster-bootstrap v0.32, token/jws/jws.go.
 */
export function signDetached(content: string, tokenId: string, tokenSecret: string): string {
  // TODO step 8, The signer (rule 28).
  throw new NotImplemented('step 8: signDetached');
}

/**
 * One round of the controller bootstrap-signer: brings the signatures in the ConfigMap `kube-public/cluster-info` up to date.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/bootstrapsigner.go and util.go.
 */
export function signClusterInfo(client: Client, now: number): void {
  // TODO step 8, The signer (rules 29 to 31).
  throw new NotImplemented('step 8: signClusterInfo');
}

/**
 * One round of the controller token-cleaner: deletes the bootstrap tokens that have ended. Gives after how many
 * milliseconds the next one ends, undefined when none will.
 *
 * Settled by: kubernetes v1.32, pkg/controller/bootstrap/tokencleaner.go.
 */
export function cleanTokens(client: Client, now: number): number | undefined {
  // TODO step 9, The cleaner (rules 32 and 33).
  throw new NotImplemented('step 9: cleanTokens');
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
  // TODO step 10, All together (rule 35).
  throw new NotImplemented('step 10: authenticateRequest');
}
