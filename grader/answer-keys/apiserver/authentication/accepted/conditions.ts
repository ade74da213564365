import {
  ApiError,
  type Authenticator,
  type Authorizer,
  base64url,
  type Client,
  CredentialError,
  type Credentials,
  clientAuth,
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

// Every step as a list of conditions with their reasons; the first that does not hold is the answer.

/** A condition, and what is wrong when it does not hold. A function is asked only when all before it hold. */
type Condition = readonly [holds: boolean | (() => boolean), reason: string];

function broken(conditions: readonly Condition[]): string | undefined {
  return conditions.find(([holds]) => !(typeof holds === 'function' ? holds() : holds))?.[1];
}

function insist(...conditions: Condition[]): void {
  const reason = broken(conditions);
  if (reason !== undefined) throw new CredentialError(reason);
}

/** What an authenticator says, as a value. */
function answerOf<T>(ask: Authenticator<T>, credential: T, now: number): User | string | undefined {
  try {
    return ask(credential, now);
  } catch (error) {
    if (error instanceof CredentialError) return `refused: ${error.message}`;
    throw error;
  }
}

export function union<Credential>(
  authenticators: readonly Authenticator<Credential>[],
  credential: Credential,
  now: number,
): User | undefined {
  let refusals = '';
  for (const ask of authenticators) {
    const answer = answerOf(ask, credential, now);
    if (typeof answer === 'object') return answer;
    if (answer) refusals += `[${answer}]`;
  }
  if (refusals) throw new CredentialError(refusals);
  return undefined;
}

export function authenticate(
  authenticators: readonly Authenticator[],
  credentials: Credentials,
  anonymous: boolean,
  now: number,
): User {
  const whole: Authenticator = (request, at) => union(authenticators, request, at);
  const nobody = {
    name: 'system:anonymous',
    uid: '',
    groups: ['system:unauthenticated'],
    extra: {},
  };
  const answer = answerOf(whole, credentials, now) ?? (anonymous ? nobody : 'nothing shown');
  if (typeof answer === 'string') throw unauthorized();
  const { name, uid, groups, extra } = answer;
  const has = (group: string) => groups.includes(`system:${group}`);
  const stays = name === nobody.name || has('authenticated') || has('unauthenticated');
  return { name, uid, extra, groups: stays ? groups : groups.concat('system:authenticated') };
}

export function authenticateBearer(
  authenticators: readonly Authenticator<string>[],
  { headers }: Credentials,
  now: number,
): User | undefined {
  const token = /^ *bearer ([^ ]+)/i.exec(headers.authorization?.[0] ?? '')?.[1];
  if (token === undefined) return undefined;
  const unknown: Authenticator<string> = () => {
    throw new CredentialError('nobody knows this token');
  };
  return union([...authenticators, unknown], token, now);
}

export function authenticateCertificate(
  authorities: readonly string[],
  { clientCertificate: shown }: Credentials,
  now: number,
): User | undefined {
  if (!shown || !authorities.length) return undefined;
  const valid = authorities.concat(shown).filter((pem) => {
    const each = parseCertificate(pem);
    return each.notBefore <= now && each.notAfter >= now;
  });
  const { commonName: name, organizations, extendedKeyUsage: uses, raw } = parseCertificate(shown);
  insist(
    [valid.includes(shown), 'not valid now'],
    [() => authorities.some((ca) => valid.includes(ca) && isIssuedBy(shown, ca)), 'not ours'],
    [uses === undefined || uses.includes(clientAuth), 'not for clients'],
  );
  const id = `X509SHA256=${hex(sha256(raw))}`;
  const extra = { 'authentication.kubernetes.io/credential-id': [id] };
  return name ? { name, uid: '', groups: organizations.slice(), extra } : undefined;
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

export function authenticateServiceAccount(
  { issuers, audiences, keys, lookup }: ServiceAccountTokens,
  token: string,
  now: number,
): User | undefined {
  const read = readToken(token);
  const { iss = '', aud, exp, nbf, iat, jti, 'kubernetes.io': about } = read?.claims ?? {};
  if (!read || !issuers.includes(iss)) return undefined;
  const { alg = '', kid } = read.header;
  const seconds = now / 1000;
  const { namespace = '', serviceaccount: account, pod, secret } = about ?? {};

  const exists = (resource: Parameters<Lookup>[0], claim: ObjectClaim | undefined) => {
    if (!claim) return true;
    const { uid, deletionTimestamp } = lookup(resource, namespace, claim.name)?.metadata ?? {};
    if (uid !== claim.uid) return false;
    return !deletionTimestamp || now - parseTime(deletionTimestamp) <= 60_000;
  };
  const isSignedBy = (key: PublicJwk) => verifySignature(alg, key, read.signed, read.signature);
  insist(
    [() => keys.some((key) => (!kid || kid === key.kid) && isSignedBy(key)), 'signature'],
    [exp === undefined || seconds - exp <= 60, 'exp'],
    [nbf === undefined || nbf - seconds <= 60, 'nbf'],
    [iat === undefined || iat - seconds <= 60, 'iat'],
    [
      !aud?.length ||
        audiences.some((own) => own === aud || (typeof aud === 'object' && aud.includes(own))),
      'aud',
    ],
    [account !== undefined, 'no account'],
    [() => exists('secrets', secret) && exists('pods', pod), 'what it is bound to is gone'],
    [() => exists('serviceaccounts', account), 'the account is gone'],
  );
  const extra: User['extra'] = {};
  const tell = (key: string, value: string) => {
    extra[`authentication.kubernetes.io/${key}`] = [value];
  };
  if (pod) tell('pod-name', pod.name);
  if (pod) tell('pod-uid', pod.uid);
  if (jti) tell('credential-id', `JTI=${jti}`);
  return { ...accountNamed(namespace, account!.name), uid: account!.uid, extra };
}

function accountNamed(namespace: string, name: string): Pick<User, 'name' | 'groups'> {
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
  return { name: ['system', 'serviceaccount', namespace, name].join(':'), groups };
}

/** The Secret of that name as it is stored now, undefined when there is none. */
export type GetSecret = (namespace: string, name: string) => Secret | undefined;

/** Given: a value in a Secret's data, as text; '' when it is not there. */
export function secretText(secret: Secret, key: string): string {
  return utf8(fromBase64(secret.data?.[key] ?? ''));
}

export function expiryOf(secret: Secret): number {
  const text = secretText(secret, 'expiration');
  try {
    return text ? parseTime(text) : Number.MAX_SAFE_INTEGER;
  } catch {
    return 0;
  }
}

/** The id of a bootstrap token that may be used so, undefined when it may not. */
function usableFor(usage: string, secret: Secret, now: number): string | undefined {
  const says = (key: string) => secretText(secret, key);
  const [, id] = /^bootstrap-token-([a-z0-9]{6})$/.exec(secret.metadata?.name ?? '') ?? [];
  const reason = broken([
    [secret.type === 'bootstrap.kubernetes.io/token', 'type'],
    [() => says('token-id') === id && says('token-secret') !== '', 'id'],
    [() => says(`usage-bootstrap-${usage}`) === 'true', 'usage'],
    [() => expiryOf(secret) > now, 'expired'],
  ]);
  return reason === undefined ? id : undefined;
}

export function authenticateBootstrapToken(
  getSecret: GetSecret,
  token: string,
  now: number,
): User | undefined {
  if (!/^[a-z0-9]{6}\.[a-z0-9]{16}$/.test(token)) return undefined;
  const id = token.slice(0, 6);
  const secret = getSecret('kube-system', `bootstrap-token-${id}`);
  if (!secret || secret.metadata?.deletionTimestamp) return undefined;
  if (usableFor('authentication', secret, now) !== id) return undefined;
  if (secretText(secret, 'token-secret') !== token.slice(7)) return undefined;
  const text = secretText(secret, 'auth-extra-groups');
  const pattern = /^(system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9](,(?!$)|$))*$/;
  if (!pattern.test(text)) return undefined;
  const groups = new Set(`system:bootstrappers,${text}`.split(',').filter(Boolean));
  return { name: `system:bootstrap:${id}`, uid: '', groups: [...groups].sort(), extra: {} };
}

export function impersonate(user: User, { headers }: Credentials, authorize: Authorizer): User {
  const [name = ''] = headers['impersonate-user'] ?? [];
  const wanted = headers['impersonate-group'] ?? [];
  if (!name && !wanted.length) return user;
  if (!name) throw new ApiError({ code: 500, reason: 'InternalError', message: 'as whom?' });
  const parts = name.split(':');
  const [, , namespace = '', account = ''] = parts;
  const isAccount =
    name.startsWith('system:serviceaccount:') && parts.length === 4 && namespace && account;
  const ask = (resource: string, what: string, where = '') => {
    const decision = authorize({
      ...{ user, verb: 'impersonate', isResourceRequest: true, path: '', apiPrefix: 'api' },
      ...{
        apiGroup: '',
        apiVersion: 'v1',
        resource,
        subresource: '',
        namespace: where,
        name: what,
      },
    });
    if (!decision.allowed) throw forbidden({ group: '', resource }, what, decision.reason);
  };
  for (const group of wanted) ask('groups', group);
  if (isAccount) ask('serviceaccounts', account, namespace);
  else ask('users', name);
  const groups = new Set(wanted);
  if (isAccount && groups.size === 0)
    for (const group of accountNamed(namespace, account).groups) groups.add(group);
  if (name === 'system:anonymous') groups.add('system:unauthenticated');
  else if (!groups.has('system:unauthenticated')) groups.add('system:authenticated');
  return { name, uid: '', groups: [...groups], extra: {} };
}

export function signDetached(content: string, tokenId: string, tokenSecret: string): string {
  const [header, body] = [`{"alg":"HS256","kid":${JSON.stringify(tokenId)}}`, content].map((text) =>
    base64url(text),
  );
  return [header, '', base64url(hmacSha256(tokenSecret, `${header}.${body}`))].join('.');
}

export function signClusterInfo(client: Client, now: number): void {
  const info = client
    .list('configmaps', 'kube-public')
    .items.find(({ metadata }) => metadata.name === 'cluster-info');
  const content = info?.data?.kubeconfig;
  if (info === undefined || content === undefined) return;
  const wanted = new Map<string, string>();
  for (const secret of client.list('secrets', 'kube-system').items) {
    const id = usableFor('signing', secret, now);
    if (id)
      wanted.set(
        `jws-kubeconfig-${id}`,
        signDetached(content, id, secretText(secret, 'token-secret')),
      );
  }
  const data = { ...info.data };
  let changes = 0;
  for (const key of Object.keys(data))
    if (key.startsWith('jws-kubeconfig-') && !wanted.has(key)) {
      delete data[key];
      changes += 1;
    }
  for (const [key, signature] of wanted)
    if (data[key] !== signature) {
      data[key] = signature;
      changes += 1;
    }
  if (changes > 0) unlessOthersWereFaster(() => client.update('configmaps', { ...info, data }));
}

export function cleanTokens(client: Client, now: number): number | undefined {
  const tokens = client
    .list('secrets', 'kube-system')
    .items.filter(({ type }) => type === 'bootstrap.kubernetes.io/token');
  for (const token of tokens.filter((each) => expiryOf(each) <= now)) {
    const { uid, name, resourceVersion: _ } = token.metadata;
    unlessOthersWereFaster(() =>
      client.delete('secrets', 'kube-system', name, { preconditions: { uid } }),
    );
  }
  const ends = tokens.map(expiryOf).filter((end) => end > now && end < Number.MAX_SAFE_INTEGER);
  const [first] = ends.sort((a, b) => a - b);
  return first === undefined ? undefined : first - now;
}

function unlessOthersWereFaster(write: () => unknown): void {
  try {
    write();
  } catch (error) {
    const wasFaster = error instanceof ApiError && /^(NotFound|Conflict)$/.test(error.reason);
    if (!wasFaster) throw error;
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

export function authenticateRequest(
  config: AuthenticationConfig,
  credentials: Credentials,
  now: number,
): User {
  const { authorities, serviceAccounts, bootstrapSecrets, anonymous } = config;
  const askers: Authenticator<string>[] = [
    (text, at) => authenticateServiceAccount(serviceAccounts, text, at),
  ];
  if (bootstrapSecrets)
    askers.push((text, at) => authenticateBootstrapToken(bootstrapSecrets, text, at));
  return authenticate(
    [
      (request, at) => authenticateCertificate(authorities, request, at),
      (request, at) => authenticateBearer(askers, request, at),
    ],
    credentials,
    anonymous,
    now,
  );
}
