import { expect, it } from 'vitest';
import { authenticateServiceAccount } from '#exercise/apiserver/authentication';
import { publicKeys, signedWithPublicKey, token, told, unsigned } from '../tokens.ts';
import {
  bootstrapToken,
  claims,
  type Existing,
  ending,
  lookupIn,
  now,
  nowSeconds,
  shop,
  tokensOf,
  web,
} from '../world.ts';
import { wrong } from './words.ts';

/** Rules 14 to 19. */
export function serviceAccountTokens(): void {
  /** Expects something of what becomes of a token; a failure tells what the token says. */
  function judged(text: string, { why = 'a token', config = tokensOf(), at = now } = {}) {
    const end = ending(() => authenticateServiceAccount(config, text, at));
    return expect(end, `${why}: ${told(text)}`);
  }

  const bothKeys = tokensOf(shop, { keys: [publicKeys.new, publicKeys.old] });
  const pod = { pod: { name: 'p', uid: 'u2' } };
  const secret = { secret: { name: 's', uid: 'u3' } };

  it('names the service account and its groups (rule 19)', () => {
    judged(token(claims())).toEqual(web);
  });

  it('tells of the Pod, and of the id of the token (rule 19)', () => {
    judged(token(claims({ jti: 't7' }, pod))).toEqual({
      ...web,
      extra: {
        'authentication.kubernetes.io/pod-name': ['p'],
        'authentication.kubernetes.io/pod-uid': ['u2'],
        'authentication.kubernetes.io/credential-id': ['JTI=t7'],
      },
    });
    judged(token(claims({}, secret)), { why: 'nothing of a Secret' }).toEqual(web);
  });

  it('a text that is no token is not ours to judge (rule 14)', () => {
    for (const text of [
      bootstrapToken,
      'x',
      'a.b.c',
      '..',
      unsigned(claims(), {}),
      `${token(claims())}.x`,
    ])
      judged(text, { why: JSON.stringify(text) }).toBeUndefined();
    judged(`${unsigned(null, {})}.`, { why: 'claims that are null' }).toBeUndefined();
  });

  it('the token of another issuer is not ours to judge, however wrong it is (rule 14)', () => {
    judged(token(claims({ iss: 'https://other' }))).toBeUndefined();
    judged(token(claims({ iss: undefined })), { why: 'no issuer' }).toBeUndefined();
    judged(token(claims({ iss: 'https://other', exp: 1 })), { why: 'expired' }).toBeUndefined();
  });

  it('each of our issuers is ours (rule 14)', () => {
    const config = tokensOf(shop, { issuers: ['https://api', 'https://former'] });
    judged(token(claims({ iss: 'https://former' })), { config }).toEqual(web);
  });

  it('a token that was changed, or signed by somebody else, is wrong (rule 15)', () => {
    const config = tokensOf(shop, { keys: [publicKeys.old] });
    judged(token(claims(), 'new', {}), { why: 'an unknown key', config }).toBe(wrong);
    const [, , signature] = token(claims()).split('.');
    const raised = unsigned(claims({ exp: nowSeconds + 9e9 }), { alg: 'RS256', kid: 'new' });
    judged(`${raised}.${signature}`, { why: 'another exp under the old signature' }).toBe(wrong);
  });

  it('a token that says it needs no signature is wrong (rule 15)', () => {
    for (const alg of ['none', 'None', undefined])
      judged(`${unsigned(claims(), { alg })}.`, { why: `alg ${alg}` }).toBe(wrong);
    const stolen = token(claims()).split('.')[2];
    judged(`${unsigned(claims(), { alg: 'none' })}.${stolen}`, { why: 'with a signature' }).toBe(
      wrong,
    );
  });

  it('a public key is no shared secret (rule 15)', () => {
    judged(signedWithPublicKey(claims())).toBe(wrong);
  });

  it('without a kid any of our keys will do (rule 15)', () => {
    for (const header of [{}, { kid: '' }])
      judged(token(claims(), 'old', header), {
        why: `signed with old, header ${JSON.stringify(header)}`,
        config: bothKeys,
      }).toEqual(web);
  });

  it('with a kid only the key of that name will do (rule 15)', () => {
    const signedWithOld = (kid: string) =>
      judged(token(claims(), 'old', { kid }), {
        why: `signed with old, says ${kid}`,
        config: bothKeys,
      });
    signedWithOld('old').toEqual(web);
    signedWithOld('new').toBe(wrong);
    signedWithOld('lost').toBe(wrong);
  });

  it('a key that has no kid fits only tokens without one (rule 15)', () => {
    const { kid: _, ...unnamed } = publicKeys.new;
    const config = tokensOf(shop, { keys: [unnamed] });
    judged(token(claims(), 'new', {}), { why: 'no kid', config }).toEqual(web);
    judged(token(claims()), { why: 'the key has no kid', config }).toBe(wrong);
  });

  it('nothing is looked up for a token that nobody of ours has signed (rule 15)', () => {
    const { lookup, asked: looked } = lookupIn(shop);
    const config = tokensOf(shop, { lookup, keys: [publicKeys.old] });
    judged(token(claims({}, pod), 'new', {}), { config }).toBe(wrong);
    expect(looked, 'what was looked up').toEqual([]);
  });

  it('exp may lie 60 s in the past, and no more (rule 16)', () => {
    judged(token(claims({ exp: nowSeconds - 60 }))).toEqual(web);
    judged(token(claims({ exp: nowSeconds - 61 }))).toBe(wrong);
    judged(token(claims({ exp: nowSeconds - 60 })), {
      why: 'a millisecond later',
      config: tokensOf(),
      at: now + 1,
    }).toBe(wrong);
  });

  it('an exp of 0 is a time, and long past (rule 16)', () => {
    judged(token(claims({ exp: 0 }))).toBe(wrong);
  });

  it('nbf and iat may lie 60 s in the future, and no more (rule 16)', () => {
    for (const claim of ['nbf', 'iat']) {
      judged(token(claims({ [claim]: nowSeconds + 60 })), { why: `${claim} in 60 s` }).toEqual(web);
      judged(token(claims({ [claim]: nowSeconds + 61 })), { why: `${claim} in 61 s` }).toBe(wrong);
      const early = { why: 'a millisecond earlier', at: now - 1 };
      judged(token(claims({ [claim]: nowSeconds + 60 })), early).toBe(wrong);
    }
  });

  it('a token must be meant for us (rule 17)', () => {
    const config = tokensOf(shop, { audiences: ['api', 'https://api'] });
    for (const aud of ['api', ['api'], ['vault', 'https://api']])
      judged(token(claims({ aud })), { why: JSON.stringify(aud), config }).toEqual(web);
    for (const aud of ['vault', ['vault'], 'ap', 'api2', ['a', 'p', 'i']])
      judged(token(claims({ aud })), { why: JSON.stringify(aud), config }).toBe(wrong);
  });

  it('a token that names nobody is meant for us (rule 17)', () => {
    judged(token(claims({ aud: [] }))).toEqual(web);
  });

  it('the service account must exist, and be the very one (rule 18)', () => {
    judged(token(claims()), { why: 'it does not exist', config: tokensOf({}) }).toBe(wrong);
    judged(token(claims()), {
      why: 'made anew',
      config: tokensOf({ 'serviceaccounts/shop/web': { uid: 'u7' } }),
    }).toBe(wrong);
    const elsewhere: Existing = { 'serviceaccounts/default/web': { uid: 'u1' } };
    judged(token(claims()), { why: 'in another namespace', config: tokensOf(elsewhere) }).toBe(
      wrong,
    );
  });

  it('a token without a service account is wrong (rule 18)', () => {
    judged(token({ iss: 'https://api' }), { why: 'no kubernetes.io' }).toBe(wrong);
    judged(token(claims({ 'kubernetes.io': { namespace: 'shop' } })), {
      why: 'a namespace only',
    }).toBe(wrong);
  });

  it.each([
    ['service account', 'serviceaccounts/shop/web', {}],
    ['Pod', 'pods/shop/p', pod],
    ['Secret', 'secrets/shop/s', secret],
  ] as const)('a %s may be deleted for 60 s, and no more (rule 18)', (_, key, bound) => {
    const deleted = (ms: number, why: string) =>
      judged(token(claims({}, bound)), {
        why,
        config: tokensOf({ ...shop, [key]: { uid: shop[key]!.uid, deleted: now + ms } }),
      });
    deleted(30_000, 'deleted in 30 s').toMatchObject({ name: web.name });
    deleted(-60_000, 'deleted 60 s ago').toMatchObject({ name: web.name });
    deleted(-61_000, 'deleted 61 s ago').toBe(wrong);
  });

  it.each([
    ['Pod', 'pods/shop/p', pod],
    ['Secret', 'secrets/shop/s', secret],
  ] as const)('a token ends with its %s (rule 18)', (_, key, bound) => {
    const { [key]: __, ...without } = shop;
    const text = token(claims({}, bound));
    judged(text).toMatchObject({ name: web.name });
    judged(text, { why: 'it is gone', config: tokensOf(without) }).toBe(wrong);
    judged(text, { why: 'made anew', config: tokensOf({ ...shop, [key]: { uid: 'u7' } }) }).toBe(
      wrong,
    );
    judged(text, {
      why: 'elsewhere',
      config: tokensOf({ ...without, [key.replace('shop', 'default')]: shop[key]! }),
    }).toBe(wrong);
  });
}
