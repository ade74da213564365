import type { Stored, Unstructured } from 'course/kit';
import { beforeEach, expect, it } from 'vitest';
import type { Registry } from '#exercise/apiserver/registry';
import { callAll } from '#suite';
import { deployments, expectRefused, refused, web, webKey } from '../world.ts';
import { hidden, others, registryOf, relabel, seed, wrong } from './set-up.ts';

/** Rule 18. */
export function status(): void {
  let registry: Registry;
  beforeEach(() => {
    registry = registryOf();
    seed(web(1, { labels: { a: '1' } }));
  });

  it('takes the status and nothing else; generation stays (rule 18)', () => {
    const updated = registry.updateStatus({
      ...web(9, { labels: { no: 'no' }, finalizers: ['x/y'] }),
      ...{ status: { ready: 1 }, data: {} },
    });
    expect(updated).toEqual({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 1 } },
      metadata: {
        ...{ name: 'web', namespace: 'default', uid: 'u1', generation: 1, resourceVersion: '3' },
        ...{ creationTimestamp: '2025-01-01T00:00:00Z', labels: { a: '1' } },
      },
      status: { ready: 1 },
    });
    expect(registry.get('default', 'web')).toEqual(updated);
  });

  it('404 and 409 are as in update (rules 12, 13 and 18)', () => {
    registry.update(web(2));
    const status = (metadata: object) => () =>
      registry.updateStatus({ ...web(2, metadata), status: { ready: 1 } });
    expectRefused(status({ name: 'b' }), 'NotFound', 'Status of b');
    expectRefused(status({ resourceVersion: '2' }), 'Conflict', 'Status with a stale version');
    expectRefused(status({ uid: 'u9' }), 'Conflict', 'Status with another uid');
    expect(status({ resourceVersion: '3', uid: 'u1' })().metadata.resourceVersion).toBe('4');
  });

  it('a status goes past the hooks too, as it would be stored (rules 9 and 18)', () => {
    const registry = registryOf({
      ...deployments,
      validate: ({ status, spec }, old) =>
        old ? [{ ...wrong(JSON.stringify(status)), badValue: spec }] : [],
    });
    registry.create(web());
    const sent = { ...web(5), status: { ready: -1 } };
    const error = refused(() => registry.updateStatus(sent), 'updateStatus of what is invalid');
    expect(error.status.details?.causes).toMatchObject([
      {
        field: '{"ready":-1}',
        message: 'Invalid value: {"replicas":1}: must be positive',
      },
    ]);
  });

  it('the same status is not written again (rules 16 and 18)', () => {
    const calls = [1, 1].map((ready) => ({ ...web(), status: { ready } }));
    const updated = callAll(
      calls.map((object) => ({ on: registry, method: 'updateStatus', args: [object] })),
    ) as Stored<Unstructured>[];
    expect(updated.map(({ metadata }) => metadata.resourceVersion)).toEqual(['3', '3']);
  });

  it('somebody is faster: the status comes on top of what is stored now (rules 17 and 18)', () => {
    hidden.meanwhile(others(webKey, relabel('others')));
    expect(registry.updateStatus({ ...web(), status: { ready: 1 } })).toMatchObject({
      ...{ status: { ready: 1 }, metadata: { labels: { by: 'others' } } },
    });
  });
}
