import { expect, it } from 'vitest';
import { apiResources } from './api-resources.ts';

it('every resource stands under its own name, which is the plural of its kind', () => {
  for (const [name, { resource, kind }] of Object.entries(apiResources)) {
    expect(resource).toBe(name);
    const lower = kind.toLowerCase();
    const plurals = [lower, `${lower}s`, `${lower}es`, lower.replace(/y$/, 'ies')];
    expect(plurals).toContain(resource);
  }
});

it('knows where a kind stands in the API', () => {
  expect(apiResources.deployments).toEqual({
    resource: 'deployments',
    group: 'apps',
    version: 'v1',
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespaced: true,
  });
  expect(apiResources.nodes).toMatchObject({ apiVersion: 'v1', namespaced: false });
});
