import { type Credentials, formatTime, type User } from 'course/kit';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  authenticateRequest,
  authenticateServiceAccount,
  type Claims,
  cleanTokens,
  signClusterInfo,
} from '#exercise/apiserver/authentication';
import { batch } from '#suite';
import {
  modelOfClaims,
  modelOfRequest,
  randomClaims,
  randomRequest,
  randomSecrets,
} from '../any.ts';
import * as certificates from '../certificates.ts';
import { token } from '../tokens.ts';
import {
  bootstrapToken,
  claims,
  clusterInfo,
  clusterWith,
  ending,
  endingOf,
  infoOf,
  now,
  secretsIn,
  secretsOf,
  tokenId,
  tokenSecret,
  tokenSecretOf,
  tokensOf,
  user,
  web,
} from '../world.ts';
import { nameOf, nothing, signature } from './words.ts';

/** Rules 35, and all the others. */
export function allTogether(): void {
  const { ann, authority } = certificates;
  const bearer = (text: string) => ({ authorization: [`Bearer ${text}`] });

  function asking(
    credentials: Credentials,
    more: { bootstrap?: boolean; anonymous?: boolean } = {},
    at = now,
  ) {
    const { bootstrap = true, anonymous = true } = more;
    const { get } = secretsIn(tokenSecretOf({ expiration: formatTime(now + 1000) }));
    const config = {
      ...{ authorities: [authority], serviceAccounts: tokensOf(), anonymous },
      ...(bootstrap && { bootstrapSecrets: get }),
    };
    return ending(() => authenticateRequest(config, credentials, at)) as User | string;
  }

  it('each credential finds its authenticator (rule 35)', () => {
    expect(asking({ headers: {}, clientCertificate: ann })).toMatchObject({
      name: 'ann',
      groups: ['dev', 'ops', 'system:authenticated'],
    });
    expect(asking({ headers: bearer(token(claims())) })).toEqual({
      ...web,
      groups: [...web.groups, 'system:authenticated'],
    });
    expect(asking({ headers: bearer(bootstrapToken) })).toEqual(
      user('system:bootstrap:abcdef', 'system:bootstrappers', 'system:authenticated'),
    );
    expect(asking(nothing)).toEqual(user('system:anonymous', 'system:unauthenticated'));
  });

  it('a certificate goes before a token (rule 35)', () => {
    const both = { headers: bearer(bootstrapToken), clientCertificate: ann };
    expect(asking(both)).toMatchObject({ name: 'ann' });
  });

  it('one of two credentials may be wrong (rules 2 and 35)', () => {
    expect(asking({ headers: bearer('nonsense'), clientCertificate: ann })).toMatchObject({
      name: 'ann',
    });
    const badCertificate = {
      headers: bearer(bootstrapToken),
      clientCertificate: certificates.forged,
    };
    expect(asking(badCertificate)).toMatchObject({ name: 'system:bootstrap:abcdef' });
  });

  it('bootstrap tokens are wrong where they are not taken (rule 35)', () => {
    expect(asking({ headers: bearer(bootstrapToken) }, { bootstrap: false })).toBe(
      'throws ApiError 401 Unauthorized',
    );
  });

  it('a story: a machine joins, and its token ends', () => {
    const expiration = formatTime(now + 60_000);
    const cluster = clusterWith([tokenSecretOf({ expiration })], clusterInfo({ kubeconfig: 'k' }));
    const secrets = (namespace: string, name: string) =>
      cluster.server.list('secrets', namespace).items.find((each) => each.metadata.name === name);
    const config = {
      authorities: [authority],
      serviceAccounts: tokensOf(),
      bootstrapSecrets: secrets,
    };
    const machine = (headers: Credentials['headers'], at: number) =>
      ending(() => authenticateRequest({ ...config, anonymous: true }, { headers }, at));

    expect(machine({}, now), 'it reads cluster-info as').toMatchObject({
      name: 'system:anonymous',
    });
    signClusterInfo(cluster.client, now);
    const found = infoOf(cluster)?.['jws-kubeconfig-abcdef'];
    expect(found, 'the signature that it checks').toBe(signature('k', tokenId, tokenSecret));
    expect(machine(bearer(bootstrapToken), now), 'it asks for a certificate as').toMatchObject({
      name: 'system:bootstrap:abcdef',
    });
    expect(cleanTokens(cluster.client, now), 'the token has so many ms').toBe(60_000);

    const later = now + 60_000;
    expect(machine(bearer(bootstrapToken), later), 'the token has ended').toBe(
      'throws ApiError 401 Unauthorized',
    );
    expect(cleanTokens(cluster.client, later)).toBeUndefined();
    signClusterInfo(cluster.client, later);
    expect(secretsOf(cluster), 'Secrets left').toEqual([]);
    expect(infoOf(cluster), 'cluster-info').toEqual({ kubeconfig: 'k' });
  });

  it('any request: known, anonymous or refused as a simple model says', () => {
    const property = fc.property(
      fc.array(randomRequest, { minLength: 1, maxLength: 6 }),
      (requests) => {
        const { get } = secretsIn(tokenSecretOf());
        const config = {
          authorities: [authority],
          serviceAccounts: tokensOf(),
          bootstrapSecrets: get,
        };
        const calls = requests.map(({ credentials, anonymous }) => [
          { ...config, anonymous },
          credentials,
          now,
        ]);
        const endings = batch(authenticateRequest, calls).map(endingOf);
        for (const [i, request] of requests.entries())
          expect(nameOf(endings[i]), String(request)).toBe(modelOfRequest(request));
      },
    );
    fc.assert(property, { numRuns: 6 });
  });

  it('any claims: right or wrong as a simple model says', () => {
    const property = fc.property(fc.array(randomClaims, { minLength: 1, maxLength: 6 }), (all) => {
      const texts = all.map(({ claims: said }) => token(said as Claims));
      const calls = texts.map((text) => [tokensOf(), text, now]);
      const endings = batch(authenticateServiceAccount, calls).map(endingOf);
      for (const [i, each] of all.entries())
        expect(nameOf(endings[i]), String(each)).toBe(modelOfClaims(each));
    });
    fc.assert(property, { numRuns: 6 });
  });

  it('any tokens: what is signed for is what is left, and a second round writes nothing', () => {
    const property = fc.property(randomSecrets, (secrets) => {
      const cluster = clusterWith(
        secrets.map(({ data }) => tokenSecretOf(data)),
        clusterInfo({ kubeconfig: 'k' }),
      );
      const next = cleanTokens(cluster.client, now);
      signClusterInfo(cluster.client, now);
      const left = secrets.filter(({ endsIn }) => endsIn === undefined || endsIn > 0);
      const ids = left.filter(({ signs }) => signs).map(({ id }) => `jws-kubeconfig-${id}`);
      expect(Object.keys(infoOf(cluster) ?? {}).sort(), String(secrets)).toEqual(
        [...ids, 'kubeconfig'].sort(),
      );
      const ends = left.map(({ endsIn = Infinity }) => endsIn);
      expect(next ?? Infinity, `next of ${secrets}`).toBe(Math.min(Infinity, ...ends));
      const writes = cluster.writes.length;
      cleanTokens(cluster.client, now);
      signClusterInfo(cluster.client, now);
      expect(cluster.writes.length - writes, `second round of ${secrets}`).toBe(0);
    });
    fc.assert(property, { numRuns: 6 });
  });
}
