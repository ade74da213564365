import type { User } from 'course/kit';
import type { Data } from './world.ts';

// What Kubernetes' own tests settle, retyped as data of this course (v1.32; apiserver and cluster-bootstrap v0.32).
// Left out: extra fields and uids of impersonation, which the exercise leaves out; certificates, whose test data are files;
// tests of caches, metrics, warnings and of headers that are taken away afterwards.

/** The test file upstream, the test function, and which case of it. */
export type Origin = readonly [file: string, test: string, name: string];

/** What an authenticator of a chain does: knows a user, says nothing, or throws an error with this text. */
export type Part = { knows: string } | 'silent' | { fails: string };

const union = 'apiserver/pkg/authentication/request/union/unionauth_test.go';

/** A chain, and what becomes of it: a user's name, undefined, or the texts that its error holds. */
// biome-ignore format: a table, a case a line
export const chains: [Origin, Part[], string | undefined | { error: string[] }][] = [
  [[union, 'TestAuthenticateRequestSecondPasses', ''], ['silent', { knows: 'elegant_sheep' }], 'elegant_sheep'],
  [[union, 'TestAuthenticateRequestFirstPasses', ''], [{ knows: 'fresh_ferret' }, 'silent'], 'fresh_ferret'],
  [[union, 'TestAuthenticateRequestSuppressUnnecessaryErrors', ''], [{ fails: 'first' }, { knows: 'user' }], 'user'],
  [[union, 'TestAuthenticateRequestNoAuthenticators', ''], [], undefined],
  [[union, 'TestAuthenticateRequestNonePass', ''], ['silent', 'silent'], undefined],
  [[union, 'TestAuthenticateRequestAdditiveErrors', ''], [{ fails: 'first' }, { fails: 'second' }], { error: ['first', 'second'] }],
];

const adder = 'apiserver/pkg/authentication/group/group_adder_test.go';

/** A user as known, and the groups as they come in. */
// biome-ignore format: a table, a case a line
export const addedGroups: [Origin, name: string, groups: string[], expected: string[]][] = [
  [[adder, 'TestAuthenticatedGroupAdder', 'add'], 'user', ['some-group'], ['some-group', 'system:authenticated']],
  [[adder, 'TestAuthenticatedGroupAdder', "don't double add"], 'user', ['system:authenticated', 'some-group'], ['system:authenticated', 'some-group']],
  [[adder, 'TestAuthenticatedGroupAdder', "don't add for anon"], 'system:anonymous', ['some-group'], ['some-group']],
  [[adder, 'TestAuthenticatedGroupAdder', "don't add for unauthenticated group"], 'user', ['system:unauthenticated', 'some-group'], ['system:unauthenticated', 'some-group']],
];

const bearer = 'apiserver/pkg/authentication/request/bearertoken/bearertoken_test.go';

/** A header, what the authenticator of tokens does, and what becomes of it; `token` is what it is asked about. */
// biome-ignore format: a table, a case a line
export const headers: [Origin, string[], Part, string | undefined | { error: string[] }, token?: string][] = [
  [[bearer, 'TestAuthenticateRequest', ''], ['Bearer token'], { knows: 'user' }, 'user', 'token'],
  [[bearer, 'TestAuthenticateRequestIncludingValueAfterToken', '0'], ['Bearer token a'], { knows: 'user' }, 'user', 'token'],
  [[bearer, 'TestAuthenticateRequestIncludingValueAfterToken', '1'], ['Bearer token a b c'], { knows: 'user' }, 'user', 'token'],
  [[bearer, 'TestAuthenticateRequestIncludingValueAfterToken', '2'], ['Bearer token   a'], { knows: 'user' }, 'user', 'token'],
  [[bearer, 'TestAuthenticateRequestTokenInvalid', ''], ['Bearer token'], 'silent', { error: [] }, 'token'],
  [[bearer, 'TestAuthenticateRequestTokenInvalidCustomError', ''], ['Bearer token'], { fails: 'custom' }, { error: ['custom'] }, 'token'],
  [[bearer, 'TestAuthenticateRequestTokenError', ''], ['Bearer token'], { fails: 'error' }, { error: ['error'] }, 'token'],
  [[bearer, 'TestAuthenticateRequestBadValue', '0'], [], { knows: 'user' }, undefined],
  [[bearer, 'TestAuthenticateRequestBadValue', '1'], ['Bearer'], { knows: 'user' }, undefined],
  [[bearer, 'TestAuthenticateRequestBadValue', '2'], ['bear token'], { knows: 'user' }, undefined],
  [[bearer, 'TestAuthenticateRequestBadValue', '3'], ['Bearer: token'], { knows: 'user' }, undefined],
  [[bearer, 'TestBearerToken', 'empty header'], [''], 'silent', undefined],
  [[bearer, 'TestBearerToken', 'non-bearer header'], ['Basic 123'], 'silent', undefined],
  [[bearer, 'TestBearerToken', 'empty bearer token'], ['Bearer '], 'silent', undefined],
  [[bearer, 'TestBearerToken', 'valid bearer token removing header'], ['Bearer 123'], { knows: 'myuser' }, 'myuser', '123'],
  [[bearer, 'TestBearerToken', 'valid bearer token with a space'], ['Bearer  token'], 'silent', undefined],
];

const claims = 'kubernetes/pkg/serviceaccount/claims_test.go';
const validate = (name: string): Origin => [claims, 'TestValidatePrivateClaims', name];

/** The time of these tests, in seconds. */
export const claimsNow = 1514764800;

/** What exists with which uid, what the token is bound to with which uid, its times, and whether it is right. */
export interface ClaimsCase {
  readonly origin: Origin;
  readonly existing: { readonly sa?: boolean; readonly pod?: boolean; readonly secret?: boolean };
  /** Of what exists: deleted so many seconds after (or before) now. */
  readonly deleted?: number;
  readonly saUid?: string;
  readonly pod?: string;
  readonly secret?: string;
  readonly exp?: number;
  readonly nbf?: number;
  readonly right: boolean;
}

const hours = 3600 * 1000;

// biome-ignore format: a table, a case a line
const plainClaims: ClaimsCase[] = [
  { origin: validate('good'), existing: { sa: true }, right: true },
  { origin: validate('expired'), existing: { sa: true }, exp: claimsNow - hours, right: false },
  { origin: validate('not yet valid'), existing: { sa: true }, nbf: claimsNow + hours, right: false },
  { origin: validate('missing serviceaccount'), existing: {}, right: false },
  { origin: validate('missing secret'), existing: { sa: true }, secret: 'secretuid', right: false },
  { origin: validate('missing pod'), existing: { sa: true }, pod: 'poduid', right: false },
  { origin: validate('different uid serviceaccount'), existing: { sa: true }, saUid: 'sauidold', right: false },
  { origin: validate('different uid secret'), existing: { sa: true, secret: true }, secret: 'secretuidold', right: false },
  { origin: validate('different uid pod'), existing: { sa: true, pod: true }, pod: 'poduidold', right: false },
];

const deletions: [name: string, seconds: number, right: boolean][] = [
  ['deleted now', 0, true],
  ['deleted near past', -1, true],
  ['deleted near future', 1, true],
  ['deleted now-leeway', -60, true],
  ['deleted now-leeway-1', -61, false],
];

/** A token of a service account that exists, or no longer does. */
export const claimsCases: ClaimsCase[] = [
  ...plainClaims,
  ...deletions.flatMap(([name, deleted, right]): ClaimsCase[] => [
    { origin: validate(`${name} serviceaccount`), existing: { sa: true }, deleted, right },
    {
      ...{ origin: validate(`${name} secret`), existing: { sa: true, secret: true } },
      ...{ deleted, secret: 'secretuid', right },
    },
    {
      ...{ origin: validate(`${name} pod`), existing: { sa: true, pod: true } },
      ...{ deleted, pod: 'poduid', right },
    },
  ]),
];

const bootstrap = 'kubernetes/plugin/pkg/auth/authenticator/token/bootstrap/bootstrap_test.go';
const token = (name: string): Origin => [bootstrap, 'TestTokenAuthenticator', name];
const circumnavigation = { 'token-id': 'foobar', 'token-secret': 'circumnavigation' };
const authenticates = { ...circumnavigation, 'usage-bootstrap-authentication': 'true' };
const foobar = 'bootstrap-token-foobar';

/** The Secret that there is, the token that comes, and the groups of its user, undefined for no user. */
// biome-ignore format: a table, a case a line
export const bootstrapTokens: [Origin, name: string, Data, token: string, groups: string[] | undefined, deleted?: true][] = [
  [token('valid token'), foobar, authenticates, 'foobar.circumnavigation', ['system:bootstrappers']],
  [token('valid token with extra group'), foobar, { ...authenticates, 'auth-extra-groups': 'system:bootstrappers:foo' }, 'foobar.circumnavigation', ['system:bootstrappers', 'system:bootstrappers:foo']],
  [token('invalid group'), foobar, { ...authenticates, 'auth-extra-groups': 'foo' }, 'foobar.circumnavigation', undefined],
  [token('invalid secret name'), 'bad-name', authenticates, 'foobar.circumnavigation', undefined],
  [token('no usage'), foobar, { ...circumnavigation, 'usage-bootstrap-authentication': undefined }, 'foobar.circumnavigation', undefined],
  [token('wrong token'), foobar, authenticates, 'barfoo.circumnavigation', undefined],
  [token('deleted token'), foobar, authenticates, 'foobar.circumnavigation', undefined, true],
  [token('expired token'), foobar, { ...authenticates, expiration: '2009-11-10T23:00:00Z' }, 'foobar.circumnavigation', undefined],
  [token('not expired token'), foobar, { ...authenticates, expiration: '2109-11-10T23:00:00Z' }, 'foobar.circumnavigation', ['system:bootstrappers']],
  [token('token id wrong length'), 'bootstrap-token-foo', { ...authenticates, 'token-id': 'foo' }, 'foo.circumnavigation', undefined],
];

const secrets = 'cluster-bootstrap/util/secrets/secrets_test.go';

/** What `auth-extra-groups` says, and the groups, undefined when they are refused. */
// biome-ignore format: a table, a case a line
export const extraGroups: [Origin, said: string | undefined, groups: string[] | undefined][] = [
  [[secrets, 'TestGetGroups', 'not set'], undefined, ['system:bootstrappers']],
  [[secrets, 'TestGetGroups', 'set to empty value'], '', ['system:bootstrappers']],
  [[secrets, 'TestGetGroups', 'invalid prefix'], 'foo', undefined],
  [[secrets, 'TestGetGroups', 'valid'], 'system:bootstrappers:foo,system:bootstrappers:bar,system:bootstrappers:bar', ['system:bootstrappers', 'system:bootstrappers:bar', 'system:bootstrappers:foo']],
];

/** Names of Secrets, and the id that signs, undefined for none. */
// biome-ignore format: a table, a case a line
export const secretNames: [Origin, name: string, id: string | undefined][] = [
  [[secrets, 'TestParseSecretName', 'valid'], 'bootstrap-token-abc123', 'abc123'],
  [[secrets, 'TestParseSecretName', 'no prefix'], 'abc123', undefined],
  [[secrets, 'TestParseSecretName', 'no token ID'], 'bootstrap-token-', undefined],
  [[secrets, 'TestParseSecretName', 'short'], 'bootstrap-token-abc', undefined],
  [[secrets, 'TestParseSecretName', 'long'], 'bootstrap-token-abc123ghi', undefined],
  [[secrets, 'TestParseSecretName', 'upper case'], 'bootstrap-token-ABC123', undefined],
];

const jws = 'kubernetes/pkg/controller/bootstrap/jws_test.go';
const called = 'Hello from the other side. I must have called a thousand times.';

/** Content, token id, token secret and the signature. */
// biome-ignore format: a table, a case a line
export const signatures: [Origin, content: string, id: string, secret: string, signature: string][] = [
  [[jws, 'TestComputeDetachedSig', 'content'], called, 'joshua', 'my voice is my passcode', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..VShe2taLd-YTrmWuRkcL_8QTNDHYxQIEBsAYYiIj1_8'],
  [[jws, 'TestComputeDetachedSig', 'null content'], '', 'joshua', 'my voice is my passcode', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..7Ui1ALizW4jXphVUB7xUqC9vLYLL9RZeOFfVLoB7Tgk'],
  [[jws, 'TestComputeDetachedSig', 'no secret'], called, 'joshua', '', 'eyJhbGciOiJIUzI1NiIsImtpZCI6Impvc2h1YSJ9..UfkqvDGiIFxrMnFseDj9LYJOLNrvjW8aHhF71mvvAs8'],
  [['kubernetes/pkg/controller/bootstrap/bootstrapsigner_test.go', 'TestSimpleSign', 'payload'], 'payload', 'abc123', 'tokenSecret', 'eyJhbGciOiJIUzI1NiIsImtpZCI6ImFiYzEyMyJ9..QSxpUG7Q542CirTI2ECPSZjvBOJURUW5a7XqFpNI958'],
];

const signer = 'kubernetes/pkg/controller/bootstrap/bootstrapsigner_test.go';
const signed = signatures[3]![4];

/** The signatures of abc123 in the ConfigMap before, whether its token exists, and afterwards; undefined for no ConfigMap. */
// biome-ignore format: a table, a case a line
export const rounds: [Origin, before: string | null | undefined, token: boolean, after: string | null | undefined, writes: number][] = [
  [[signer, 'TestNoConfigMap', ''], undefined, false, undefined, 0],
  [[signer, 'TestSimpleSign', ''], null, true, signed, 1],
  [[signer, 'TestNoSignNeeded', ''], signed, true, signed, 0],
  [[signer, 'TestUpdateSignature', ''], 'old signature', true, signed, 1],
  [[signer, 'TestRemoveSignature', ''], 'old signature', false, null, 1],
];

const util = 'kubernetes/pkg/controller/bootstrap/util_test.go';
const signing = (name: string): Origin => [util, 'TestValidateSecretForSigning', name];
const signs = {
  'token-id': 'abc123',
  'token-secret': 'tokenSecret',
  'usage-bootstrap-signing': 'true',
};

/** A Secret named bootstrap-token-abc123, or otherwise, and whether it signs. An expiration is hours from now. */
// biome-ignore format: a table, a case a line
export const signingSecrets: [Origin, Data, expiresIn: number | undefined, signs: boolean, name?: string][] = [
  [signing('Signing token with no exp'), signs, undefined, true],
  [signing('Signing token with valid exp'), signs, 1, true],
  [signing('Expired signing token'), signs, -1, false],
  [signing('Signing token with bad exp'), { ...signs, expiration: 'garbage' }, undefined, false],
  [signing('Signing token without signing bit'), { ...signs, 'usage-bootstrap-signing': '', expiration: 'garbage' }, undefined, false],
  [signing('Signing token with bad signing bit'), { ...signs, 'usage-bootstrap-signing': '' }, undefined, false],
  [signing('Signing token with no ID'), { ...signs, 'token-id': '' }, undefined, false],
  [signing('Signing token with no secret'), { ...signs, 'token-secret': '' }, undefined, false],
  [[util, 'TestBadSecretName', ''], signs, undefined, false, 'abc123'],
  [[util, 'TestMismatchSecretName', ''], signs, undefined, false, 'bootstrap-token-def456'],
];

const cleaner = 'kubernetes/pkg/controller/bootstrap/tokencleaner_test.go';

/** After how many hours a token expires, and whether it is deleted. */
export const expirations: [Origin, hours: number | undefined, deleted: boolean][] = [
  [[cleaner, 'TestCleanerNoExpiration', ''], undefined, false],
  [[cleaner, 'TestCleanerExpired', ''], -1, true],
  [[cleaner, 'TestCleanerNotExpired', ''], 1, false],
];

const filter = 'apiserver/pkg/endpoints/filters/impersonation_test.go';

/** Who asks, whom and which groups for, and the user that comes of it, or the code of the refusal. */
export interface ImpersonationCase {
  readonly origin: Origin;
  readonly by: readonly [name: string, ...groups: string[]];
  readonly user?: string;
  readonly groups?: readonly string[];
  readonly expected: Pick<User, 'name' | 'groups'> | number;
}

const acting = (name: string): Origin => [filter, 'TestImpersonationFilter', name];
const gives = (name: string, ...groups: string[]) => ({ name, groups });
const account = 'system:serviceaccount:foo:default';

// biome-ignore format: a table, a case a line
export const impersonations: ImpersonationCase[] = [
  { origin: acting('not-impersonating'), by: ['tester'], expected: gives('tester') },
  { origin: acting('impersonating-error'), by: ['tester'], user: 'anyone', expected: 403 },
  { origin: acting('impersonating-group-without-user'), by: ['tester'], groups: ['some-group'], expected: 500 },
  { origin: acting('disallowed-group'), by: ['dev', 'wheel'], user: 'system:admin', groups: ['some-group'], expected: 403 },
  { origin: acting('allowed-group'), by: ['dev', 'wheel', 'group-impersonater'], user: 'system:admin', groups: ['some-group'], expected: gives('system:admin', 'some-group', 'system:authenticated') },
  { origin: acting('allowed-users-impersonation'), by: ['dev', 'regular-impersonater'], user: 'tester', expected: gives('tester', 'system:authenticated') },
  { origin: acting('disallowed-impersonating'), by: ['dev', 'sa-impersonater'], user: 'tester', expected: 403 },
  { origin: acting('allowed-sa-impersonating'), by: ['dev', 'sa-impersonater'], user: account, expected: gives(account, 'system:serviceaccounts', 'system:serviceaccounts:foo', 'system:authenticated') },
  { origin: acting('anonymous-username-prevents-adding-authenticated-group'), by: ['system:admin'], user: 'system:anonymous', expected: gives('system:anonymous', 'system:unauthenticated') },
  { origin: acting('unauthenticated-group-prevents-adding-authenticated-group'), by: ['system:admin'], user: 'unknown', groups: ['system:unauthenticated'], expected: gives('unknown', 'system:unauthenticated') },
  { origin: acting('unauthenticated-group-prevents-double-adding-authenticated-group'), by: ['system:admin'], user: 'unknown', groups: ['system:authenticated'], expected: gives('unknown', 'system:authenticated') },
  { origin: acting('specified-authenticated-group-prevents-double-adding-authenticated-group'), by: ['dev', 'wheel', 'group-impersonater'], user: 'system:admin', groups: ['some-group', 'system:authenticated'], expected: gives('system:admin', 'some-group', 'system:authenticated') },
  { origin: acting('anonymous-user-prevents-double-adding-unauthenticated-group'), by: ['system:admin'], user: 'system:anonymous', groups: ['system:unauthenticated'], expected: gives('system:anonymous', 'system:unauthenticated') },
];

/** The authorizer of these tests: what each kind of user may impersonate. */
export function mayImpersonate(name: string, groups: readonly string[], resource: string): boolean {
  if (name === 'system:admin') return true;
  if (resource === 'users') return ['wheel', 'regular-impersonater'].includes(groups[0] ?? '');
  if (resource === 'serviceaccounts') return groups[0] === 'sa-impersonater';
  return resource === 'groups' && groups[1] === 'group-impersonater';
}
