import type { Credentials } from 'course/kit';
import fc from 'fast-check';
import type { Claims } from '#exercise/apiserver/authentication';
import { ann, forged, plain, server } from './certificates.ts';
import { token } from './tokens.ts';
import { bootstrapToken, claims, type Data, nowSeconds, web } from './world.ts';

/** A request, and what must become of it. In words when a property fails. */
export interface AnyRequest {
  readonly credentials: Credentials;
  readonly anonymous: boolean;
  /** What the certificate and the token are worth each: a name, 'wrong', or undefined for nothing shown. */
  readonly worth: readonly (string | undefined)[];
}

type Shown = readonly [label: string, shown: string | undefined, worth: string | undefined];

const certificate: Shown[] = [
  ['no certificate', undefined, undefined],
  ["ann's certificate", ann, 'ann'],
  ['the certificate of plain', plain, 'plain'],
  ['a forged certificate', forged, 'wrong'],
  ['the certificate of a server', server, 'wrong'],
];

const authorization: Shown[] = [
  ['no header', undefined, undefined],
  ['Basic YTpi', 'Basic YTpi', undefined],
  ['an empty token', 'Bearer ', undefined],
  ['Bearer nonsense', 'Bearer nonsense', 'wrong'],
  ['a right service account token', `Bearer ${token(claims())}`, web.name],
  ['an expired service account token', `bearer ${token(claims({ exp: 1 }))}`, 'wrong'],
  ['a token of a foreign issuer', `Bearer ${token(claims({ iss: 'x' }))}`, 'wrong'],
  ['a right bootstrap token', `bearer ${bootstrapToken}`, 'system:bootstrap:abcdef'],
  ['a wrong bootstrap token', `Bearer ${bootstrapToken.replace('0', 'x')}`, 'wrong'],
];

export const randomRequest: fc.Arbitrary<AnyRequest> = fc
  .tuple(fc.constantFrom(...certificate), fc.constantFrom(...authorization), fc.boolean())
  .map(([[one, pem, first], [two, header, second], anonymous]) => ({
    credentials: {
      headers: header === undefined ? {} : { authorization: [header] },
      ...(pem !== undefined && { clientCertificate: pem }),
    },
    anonymous,
    worth: [first, second],
    ...told(`${one}, ${two}, anonymous ${anonymous ? 'allowed' : 'not allowed'}`),
  }));

/** The first right credential counts; if there is none, a wrong one does; if there is none either, the switch. */
export function modelOfRequest({ worth, anonymous }: AnyRequest): string {
  const right = worth.find((each) => each !== undefined && each !== 'wrong');
  if (right) return right;
  return !worth.includes('wrong') && anonymous
    ? 'system:anonymous'
    : 'throws ApiError 401 Unauthorized';
}

/** Claims of which a few may be wrong, and whether they are. */
export interface AnyClaims {
  readonly claims: Claims;
  readonly right: boolean;
}

type Choice = readonly [changes: Claims, right: boolean];

const choices = (key: keyof Claims, right: unknown[], wrong: unknown[]) =>
  fc.constantFrom<Choice>(
    [{}, true],
    ...right.map((value): Choice => [{ [key]: value }, true]),
    ...wrong.map((value): Choice => [{ [key]: value }, false]),
  );

const reference = (uid: string) =>
  fc.constantFrom<readonly [string | undefined, boolean]>(
    ...([
      [undefined, true],
      [uid, true],
      [uid, true],
      ['other', false],
    ] as const),
  );

export const randomClaims: fc.Arbitrary<AnyClaims> = fc
  .tuple(
    choices('exp', [nowSeconds - 60, nowSeconds + 5], [nowSeconds - 61]),
    choices('nbf', [nowSeconds - 5, nowSeconds + 60], [nowSeconds + 61]),
    choices('aud', ['api', [], ['x', 'api']], ['x']),
    reference('u2'),
    reference('u3'),
  )
  .map(([exp, nbf, aud, [pod, podIs], [secret, secretIs]]) => {
    const bound = {
      ...(pod && { pod: { name: 'p', uid: pod } }),
      ...(secret && { secret: { name: 's', uid: secret } }),
    };
    const changes = { ...exp[0], ...nbf[0], ...aud[0] };
    return {
      claims: claims(changes, bound),
      right: exp[1] && nbf[1] && aud[1] && podIs && secretIs,
      ...told(JSON.stringify({ ...changes, ...bound })),
    };
  });

/** All of it has to be right. */
export function modelOfClaims({ right }: AnyClaims): string {
  return right ? web.name : 'throws CredentialError';
}

/** The Secret of a bootstrap token. */
export interface AnySecret {
  readonly id: string;
  readonly data: Data;
  /** In milliseconds; undefined for never. */
  readonly endsIn: number | undefined;
  readonly signs: boolean;
}

const seconds = fc.constantFrom(undefined, -60, 0, 1, 60, 3600);

export const randomSecrets: fc.Arbitrary<AnySecret[]> = fc
  .array(fc.tuple(seconds, fc.boolean()), { maxLength: 6 })
  .map((all) => all.map(([endsIn, signs], i) => anySecret(`token${i}`, endsIn, signs)));

function anySecret(id: string, endsIn: number | undefined, signs: boolean): AnySecret {
  const expiration =
    endsIn === undefined ? undefined : new Date((nowSeconds + endsIn) * 1000).toISOString();
  return {
    id,
    data: { 'token-id': id, expiration, 'usage-bootstrap-signing': String(signs) },
    endsIn: endsIn === undefined ? undefined : endsIn * 1000,
    signs,
    ...told(`${id} ends in ${endsIn ?? 'ever'} s and signs: ${signs}`),
  };
}

/** How a value is told when a property fails. */
function told(text: string): { toString(): string } {
  const tell = () => text;
  return { toString: tell, [fc.toStringMethod]: tell } as { toString(): string };
}
