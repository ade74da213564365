import { apiResources, conflict, forbidden, formatTime, notFound } from 'course/kit';
import { expect, it } from 'vitest';
import { cleanTokens } from '#exercise/apiserver/authentication';
import {
  clusterWith,
  type Data,
  ending,
  now,
  refuseWrites,
  secretsOf,
  tokenSecretOf,
  writesOf,
} from '../world.ts';

/** Rules 32 to 34. */
export function cleaner(): void {
  const inMs = (ms: number) => ({ expiration: formatTime(now + ms) });
  const named = (id: string, data: Data = {}, more = {}) =>
    tokenSecretOf({ 'token-id': id, ...data }, more);

  function cleaning(...secrets: ReturnType<typeof tokenSecretOf>[]) {
    const cluster = clusterWith(secrets);
    const next = cleanTokens(cluster.client, now);
    return { next, writes: writesOf(cluster), left: secretsOf(cluster) };
  }

  it('deletes what has expired, and only this very Secret (rule 32)', () => {
    expect(
      cleaning(named('aaaaaa', inMs(-1000)), named('bbbbbb', inMs(1000)), named('cccccc')),
    ).toMatchObject({
      writes: ['delete secrets/kube-system/bootstrap-token-aaaaaa if it is uid-aaaaaa'],
      left: ['bootstrap-token-bbbbbb', 'bootstrap-token-cccccc'],
    });
  });

  it('a token ends at its time, or at once when that cannot be read (rules 22 and 32)', () => {
    expect(cleaning(named('aaaaaa', inMs(0))).left, 'at this very time').toEqual([]);
    expect(cleaning(named('aaaaaa', { expiration: 'soon' })).left, 'unreadable').toEqual([]);
    expect(cleaning(named('aaaaaa', { expiration: '' })).left, 'empty').toEqual([
      'bootstrap-token-aaaaaa',
    ]);
  });

  it('the name does not matter, the type and the namespace do (rule 32)', () => {
    const old = inMs(-1000);
    const { left } = cleaning(
      named('aaaaaa', old, { metadata: { name: 'any-name' } }),
      named('bbbbbb', old, { type: 'Opaque', metadata: { name: 'opaque' } }),
      named('cccccc', old, { metadata: { name: 'elsewhere', namespace: 'default' } }),
    );
    expect(left).toEqual(['elsewhere', 'opaque']);
  });

  it('says when the next one ends (rule 33)', () => {
    const { next } = cleaning(
      named('aaaaaa', inMs(5000)),
      named('bbbbbb', inMs(2000)),
      named('cccccc', inMs(-1000)),
      named('dddddd', inMs(1000), { type: 'Opaque' }),
      named('eeeeee'),
    );
    expect(next).toBe(2000);
  });

  it('says nothing when none will end (rule 33)', () => {
    expect(cleaning(named('aaaaaa'), named('bbbbbb', inMs(-1000))).next).toBeUndefined();
    expect(cleaning().next, 'no tokens').toBeUndefined();
  });

  it('goes on when somebody was faster; other errors go through (rule 34)', () => {
    const cluster = clusterWith([
      named('aaaaaa', inMs(-1)),
      named('bbbbbb', inMs(-1)),
      named('cccccc', inMs(3000)),
    ]);
    const { secrets } = apiResources;
    for (const error of [conflict(secrets, 'x'), notFound(secrets, 'x')]) {
      refuseWrites(cluster, error);
      expect(cleanTokens(cluster.client, now), error.reason).toBe(3000);
      expect(cluster.takeWrites(), 'tries to delete').toHaveLength(2);
    }
    refuseWrites(cluster, forbidden(secrets, 'x', 'no'));
    expect(ending(() => cleanTokens(cluster.client, now))).toBe('throws ApiError 403 Forbidden');
  });
}
