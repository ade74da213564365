import { type Authenticator, CredentialError, formatTime } from 'course/kit';
import { describe, expect, it } from 'vitest';
import {
  authenticate,
  authenticateBearer,
  authenticateBootstrapToken,
  authenticateServiceAccount,
  cleanTokens,
  impersonate,
  signClusterInfo,
  signDetached,
  union,
} from './reference.ts';
import { token } from './tokens.ts';
import * as cases from './upstream-cases.ts';
import {
  clusterInfo,
  clusterWith,
  type Existing,
  infoOf,
  lookupIn,
  now,
  secretsIn,
  tokenSecretOf,
  tokensOf,
  user,
  writesOf,
} from './world.ts';

const inHours = (hours: number | undefined) =>
  hours === undefined ? undefined : formatTime(now + hours * 3_600_000);

describe('the reference agrees with the tests of Kubernetes', () => {
  it.each(named(cases.chains))('%s', (_, parts, expected) => {
    judge(
      () =>
        union(
          parts.map((part) => authenticator(part)),
          'x',
          now,
        ),
      expected,
    );
  });

  it.each(named(cases.addedGroups))('%s', (_, name, groups, expected) => {
    const known = authenticate([() => user(name, ...groups)], { headers: {} }, true, now);
    expect(known).toEqual(user(name, ...expected));
  });

  it.each(named(cases.headers))('%s', (_, values, part, expected, asked) => {
    const tokens: string[] = [];
    const one = authenticator(part, tokens);
    const headers = { authorization: values };
    judge(() => authenticateBearer([one], { headers }, now), expected);
    expect(tokens).toEqual(asked === undefined ? [] : [asked]);
  });

  it.each(cases.claimsCases.map((each) => [titled(each.origin), each] as const))(
    '%s',
    (_, each) => {
      const text = token({
        iss: 'https://api',
        exp: each.exp ?? cases.claimsNow,
        nbf: each.nbf,
        'kubernetes.io': {
          namespace: 'ns',
          serviceaccount: { name: 'saname', uid: each.saUid ?? 'sauid' },
          ...(each.pod !== undefined && { pod: { name: 'podname', uid: each.pod } }),
          ...(each.secret !== undefined && { secret: { name: 'secretname', uid: each.secret } }),
        },
      });
      const config = tokensOf({}, { lookup: lookupIn(existing(each)).lookup });
      const asked = () => authenticateServiceAccount(config, text, cases.claimsNow * 1000);
      judge(asked, each.right ? 'system:serviceaccount:ns:saname' : { error: [] });
    },
  );

  it.each(named(cases.bootstrapTokens))('%s', (_, name, data, text, groups, deleted) => {
    const metadata = { name, ...(deleted && { deletionTimestamp: formatTime(now) }) };
    const { get } = secretsIn(tokenSecretOf(data, { metadata }));
    const known = authenticateBootstrapToken(get, text, now);
    expect(known).toEqual(groups && user('system:bootstrap:foobar', ...groups));
  });

  it.each(named(cases.extraGroups))('%s', (_, said, groups) => {
    const { get } = secretsIn(tokenSecretOf({ 'auth-extra-groups': said }));
    expect(authenticateBootstrapToken(get, 'abcdef.0123456789abcdef', now)?.groups).toEqual(groups);
  });

  it.each(named(cases.secretNames))('%s', (_, name, id) => {
    const secret = tokenSecretOf({ 'token-id': id ?? 'abc123' }, { metadata: { name } });
    const cluster = clusterWith([secret], clusterInfo({ kubeconfig: 'payload' }));
    signClusterInfo(cluster.client, now);
    expect(Object.keys(infoOf(cluster) ?? {})).toEqual([
      'kubeconfig',
      ...(id ? [`jws-kubeconfig-${id}`] : []),
    ]);
  });

  it.each(named(cases.signatures))('%s', (_, content, id, secret, signature) => {
    expect(signDetached(content, id, secret)).toBe(signature);
  });

  it.each(named(cases.rounds))('%s', (_, before, hasToken, after, writes) => {
    const data = (signature: string | null) => ({
      kubeconfig: 'payload',
      ...(signature !== null && { 'jws-kubeconfig-abc123': signature }),
    });
    const secret = tokenSecretOf({ 'token-id': 'abc123', 'token-secret': 'tokenSecret' });
    const info = before === undefined ? undefined : clusterInfo(data(before));
    const cluster = clusterWith(hasToken ? [secret] : [], info);
    signClusterInfo(cluster.client, now);
    expect(writesOf(cluster)).toHaveLength(writes);
    if (after !== undefined) expect(infoOf(cluster)).toEqual(data(after));
  });

  it.each(named(cases.signingSecrets))(
    '%s',
    (_, data, expiresIn, signs, name = 'bootstrap-token-abc123') => {
      const expiration = inHours(expiresIn) ?? data.expiration;
      const secret = tokenSecretOf({ ...data, expiration }, { metadata: { name } });
      const cluster = clusterWith([secret], clusterInfo({ kubeconfig: 'payload' }));
      signClusterInfo(cluster.client, now);
      expect('jws-kubeconfig-abc123' in (infoOf(cluster) ?? {})).toBe(signs);
    },
  );

  it.each(named(cases.expirations))('%s', (_, hours, deleted) => {
    const cluster = clusterWith([tokenSecretOf({ expiration: inHours(hours) })]);
    cleanTokens(cluster.client, now);
    const write = 'delete secrets/kube-system/bootstrap-token-abcdef if it is uid-abcdef';
    expect(writesOf(cluster)).toEqual(deleted ? [write] : []);
  });

  it.each(cases.impersonations.map((each) => [titled(each.origin), each] as const))(
    '%s',
    (_, each) => {
      const [name, ...groups] = each.by;
      const headers = {
        ...(each.user !== undefined && { 'impersonate-user': [each.user] }),
        ...(each.groups !== undefined && { 'impersonate-group': each.groups }),
      };
      const act = () =>
        impersonate(user(name, ...groups), { headers }, ({ resource }) => ({
          allowed: cases.mayImpersonate(name, groups, resource),
          reason: '',
        }));
      if (typeof each.expected === 'number')
        expect(act).toThrow(expect.objectContaining({ code: each.expected }));
      else expect(act()).toMatchObject(each.expected);
    },
  );
});

function authenticator(part: cases.Part, asked: string[] = []): Authenticator<string> {
  return (text) => {
    asked.push(text);
    if (part === 'silent') return undefined;
    if ('fails' in part) throw new CredentialError(part.fails);
    return user(part.knows);
  };
}

/** Calls once, and compares the user's name or the texts in the error. */
function judge(
  call: () => { name: string } | undefined,
  expected: string | undefined | { error: string[] },
): void {
  if (typeof expected !== 'object') {
    expect(call()?.name).toBe(expected);
    return;
  }
  let error: unknown;
  try {
    call();
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(CredentialError);
  for (const text of expected.error) expect((error as Error).message).toContain(text);
}

function existing({ existing: there, deleted }: cases.ClaimsCase): Existing {
  const at = deleted === undefined ? {} : { deleted: (cases.claimsNow + deleted) * 1000 };
  // Upstream deletes one object at a time: the one that the case is about.
  const last = there.pod ? 'pod' : there.secret ? 'secret' : 'sa';
  return {
    ...(there.sa && { 'serviceaccounts/ns/saname': { uid: 'sauid', ...(last === 'sa' && at) } }),
    ...(there.pod && { 'pods/ns/podname': { uid: 'poduid', ...at } }),
    ...(there.secret && { 'secrets/ns/secretname': { uid: 'secretuid', ...at } }),
  };
}

/** A table whose rows begin with a title instead of their origin. */
function named<Row extends unknown[]>(
  rows: readonly (readonly [cases.Origin, ...Row])[],
): [string, ...Row][] {
  return rows.map(([origin, ...row]) => [titled(origin), ...row]);
}

function titled([file, test, name]: cases.Origin): string {
  return `${file.split('/').at(-1)} ${test}${name && `: ${name}`}`;
}
