import { type ApiError, apiResources, conflict, forbidden, formatTime, notFound } from 'course/kit';
import { expect, it } from 'vitest';
import { signClusterInfo, signDetached } from '#exercise/apiserver/authentication';
import {
  clusterInfo,
  clusterWith,
  ending,
  infoOf,
  now,
  refuseWrites,
  tokenId,
  tokenSecret,
  tokenSecretOf,
  writesOf,
} from '../world.ts';
import { signature } from './words.ts';

/** Rules 28 to 31 and 34. */
export function signer(): void {
  const kubeconfig = 'server: https://api';
  const signed = signature(kubeconfig, tokenId, tokenSecret);
  const key = `jws-kubeconfig-${tokenId}`;

  function signing(secrets: Parameters<typeof tokenSecretOf>[], data?: Record<string, string>) {
    const info = data && clusterInfo(data);
    const cluster = clusterWith(
      secrets.map((each) => tokenSecretOf(...each)),
      info,
    );
    signClusterInfo(cluster.client, now);
    return { info: info && infoOf(cluster), writes: writesOf(cluster) };
  }

  it('signs with the secret half and leaves the content out (rule 28)', () => {
    expect(signDetached(kubeconfig, tokenId, tokenSecret)).toBe(signed);
    expect(signDetached('', 'a', 'b')).toBe(signature('', 'a', 'b'));
    expect(signDetached('Grüße 🚀', tokenId, tokenSecret)).toBe(
      signature('Grüße 🚀', tokenId, tokenSecret),
    );
  });

  it('puts a signature of each usable token beside the kubeconfig (rule 30)', () => {
    const second = { 'token-id': 'fedcba', 'token-secret': 'x' };
    expect(signing([[{}], [second]], { kubeconfig, note: 'stays' }).info).toEqual({
      kubeconfig,
      note: 'stays',
      [key]: signed,
      'jws-kubeconfig-fedcba': signature(kubeconfig, 'fedcba', 'x'),
    });
  });

  it('an empty kubeconfig is one (rule 29)', () => {
    expect(signing([[{}]], { kubeconfig: '' }).info).toEqual({
      kubeconfig: '',
      [key]: signature('', tokenId, tokenSecret),
    });
  });

  it('does not sign with what is not for signing (rule 30)', () => {
    const name = 'bootstrap-token-abcdef';
    const unusable: [why: string, ...Parameters<typeof tokenSecretOf>][] = [
      ['no usage', { 'usage-bootstrap-signing': undefined }],
      ['another usage', { 'usage-bootstrap-signing': 'yes' }],
      ['another type', {}, { type: 'Opaque' }],
      ['expired', { expiration: formatTime(now) }],
      ['an expiration that cannot be read', { expiration: 'soon' }],
      ['no secret half', { 'token-secret': '' }],
      ['another id than its name', { 'token-id': 'fedcba' }, { metadata: { name } }],
      ['no id', { 'token-id': undefined }, { metadata: { name } }],
      ['another name', {}, { metadata: { name: 'abcdef' } }],
      ['a name with more before it', {}, { metadata: { name: `x-${name}` } }],
      ['a name with more after it', {}, { metadata: { name: `${name}g` } }],
      ['an id that is none', { 'token-id': 'abc' }],
      ['an id that is too long', { 'token-id': 'abcdefg' }],
      ['another namespace', {}, { metadata: { namespace: 'default' } }],
    ];
    for (const [why, ...secret] of unusable)
      expect(signing([secret], { kubeconfig }).info, why).toEqual({ kubeconfig });
  });

  it('signing does not ask whether a token may log in; a time to come is no end (rule 30)', () => {
    const signs = {
      'usage-bootstrap-authentication': undefined,
      expiration: formatTime(now + 1000),
    };
    expect(signing([[signs]], { kubeconfig }).info).toEqual({ kubeconfig, [key]: signed });
  });

  it('takes away what no usable token stands for, and renews what is out of date (rule 30)', () => {
    const stale = {
      kubeconfig,
      [key]: 'old',
      'jws-kubeconfig-fedcba': 'x',
      'jws-kubeconfig-': 'y',
    };
    expect(signing([[{}]], stale).info).toEqual({ kubeconfig, [key]: signed });
    expect(signing([], { kubeconfig, [key]: signed }).info, 'no token left').toEqual({
      kubeconfig,
    });
  });

  it('writes nothing when nothing changes (rule 31)', () => {
    expect(signing([[{}]], { [key]: signed, kubeconfig }).writes).toEqual([]);
    expect(signing([], { kubeconfig }).writes, 'no tokens').toEqual([]);
  });

  it('writes once, over the version that it has read (rule 31)', () => {
    const cluster = clusterWith([tokenSecretOf()], clusterInfo({ kubeconfig }));
    const { resourceVersion } = cluster.server.get(
      'configmaps',
      'kube-public',
      'cluster-info',
    ).metadata;
    signClusterInfo(cluster.client, now);
    const write = `update configmaps/kube-public/cluster-info if it is ${resourceVersion}`;
    expect(writesOf(cluster)).toEqual([write]);
  });

  it('has nothing to do without a ConfigMap or without a kubeconfig (rule 29)', () => {
    expect(signing([[{}]]).writes, 'no ConfigMap').toEqual([]);
    expect(signing([[{}]], { [key]: 'old' }).writes, 'no kubeconfig').toEqual([]);
    const bare = clusterWith([tokenSecretOf()], clusterInfo(undefined));
    signClusterInfo(bare.client, now);
    expect(writesOf(bare), 'no data').toEqual([]);
  });

  it('an error of reading goes through, unless there is nothing (rules 29 and 34)', () => {
    const cluster = clusterWith([tokenSecretOf()], clusterInfo({ kubeconfig }));
    const error = forbidden(apiResources.configmaps, 'cluster-info', 'no');
    const fails = () => {
      throw error;
    };
    const client = { ...cluster.client, get: fails, list: fails };
    expect(ending(() => signClusterInfo(client, now))).toBe('throws ApiError 403 Forbidden');
  });

  it('leaves it to the next round when somebody was faster; other errors go through (rule 34)', () => {
    const refused = (error: ApiError) => {
      const cluster = clusterWith([tokenSecretOf()], clusterInfo({ kubeconfig }));
      refuseWrites(cluster, error);
      return ending(() => signClusterInfo(cluster.client, now));
    };
    const { configmaps } = apiResources;
    expect(refused(conflict(configmaps, 'cluster-info')), 'a conflict').toBeUndefined();
    expect(refused(notFound(configmaps, 'cluster-info')), 'not found').toBeUndefined();
    expect(refused(forbidden(configmaps, 'cluster-info', 'no'))).toBe(
      'throws ApiError 403 Forbidden',
    );
  });
}
