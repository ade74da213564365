import { describe, expect, it } from 'vitest';
import { controllerOf, keyOf, splitKey } from './object-key.ts';

describe('the key of an object', () => {
  // client-go tools/cache/store.go, MetaNamespaceKeyFunc and SplitMetaNamespaceKey.
  it.each([
    [{ namespace: 'default', name: 'web' }, 'default/web'],
    [{ name: 'node-1' }, 'node-1'],
    [{ namespace: '', name: 'node-1' }, 'node-1'],
  ])('%j is %s', (metadata, key) => {
    expect(keyOf({ metadata })).toBe(key);
  });

  it.each([
    ['default/web', { namespace: 'default', name: 'web' }],
    ['node-1', { namespace: '', name: 'node-1' }],
    ['', { namespace: '', name: '' }],
  ])('"%s" is read', (key, parts) => {
    expect(splitKey(key)).toEqual(parts);
  });

  it('has one slash at most', () => {
    expect(() => splitKey('a/b/c')).toThrow('unexpected key format: "a/b/c"');
  });
});

it('an object is controlled by the one owner that says so', () => {
  const owner = (name: string, controller?: boolean) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    name,
    uid: name,
    controller,
  });
  const ownerReferences = [owner('a'), owner('b', false), owner('c', true)];
  expect(controllerOf({ metadata: { ownerReferences } })?.name).toBe('c');
  expect(controllerOf({ metadata: {} })).toBeUndefined();
});
