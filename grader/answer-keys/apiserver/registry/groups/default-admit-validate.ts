import { apiResources, forbidden, type ResourceStrategy, type Unstructured } from 'course/kit';
import { expect, it } from 'vitest';
import { deployments, named, pods, refused, web } from '../world.ts';
import { etcd, registryOf, shapeOf, wrong } from './set-up.ts';

/** Rules 9 to 11. */
export function defaultAdmitValidate(): void {
  it('default, then admit, then validate; what admit gives is stored (rule 9)', () => {
    const seen: string[] = [];
    const registry = registryOf({
      ...deployments,
      default: (object) => trail(object, 'd'),
      admit: (object) => trail(object, 'a'),
      validate: (object) => {
        seen.push(trailOf(object));
        return [];
      },
    });
    expect(trailOf(registry.create(web()))).toBe('da');
    expect(seen, 'What validate was given').toEqual(['da']);
    expect(trailOf(registry.get('default', 'web')), 'What is stored').toBe('da');
  });

  it('each hook may be missing (rule 9)', () => {
    const hooks: Partial<ResourceStrategy>[] = [
      { default: (object) => trail(object, 'd') },
      { admit: (object) => trail(object, 'a') },
      { validate: () => [] },
    ];
    const trails = hooks.map((hook) =>
      trailOf(registryOf({ ...deployments, ...hook }).create(web())),
    );
    expect(trails).toEqual(['d', 'a', '']);
  });

  it('at create the hooks see name, namespace, uid and time, and no status (rule 10)', () => {
    const seen: Unstructured[] = [];
    const see = (object: Unstructured) => {
      seen.push(object);
      return object;
    };
    const registry = registryOf({ ...deployments, default: see, admit: see });
    const { metadata } = registry.create({ metadata: { generateName: 'w-' }, status: { a: 1 } });
    const { name, namespace, uid, creationTimestamp } = metadata;
    for (const object of seen) {
      expect(object).toMatchObject({ metadata: { name, namespace, uid, creationTimestamp } });
      expect(object.status, 'The status that was sent').toBeUndefined();
    }
    expect(seen.length, 'Calls of default and admit').toBeGreaterThanOrEqual(2);
  });

  it('a status that a hook gives is stored (rule 10)', () => {
    const registry = registryOf({
      ...pods,
      default: (object) => ({ ...object, status: { phase: 'Pending' } }),
    });
    expect(registry.create(named('p')).status).toEqual({ phase: 'Pending' });
  });

  it('everything that is wrong is told at once, and nothing is stored (rule 11)', () => {
    const registry = registryOf({
      ...deployments,
      validate: () => [wrong('spec.replicas'), wrong('spec.minReadySeconds')],
    });
    const error = refused(() => registry.create(web(-1)), 'create of what is invalid');
    expect(shapeOf(error)).toEqual({
      code: 422,
      reason: 'Invalid',
      subject: 'Deployment apps web',
      fields: ['spec.minReadySeconds', 'spec.replicas'],
    });
    expect(etcd.revision, 'Revision of etcd').toBe(1);
  });

  it('a missing name is told with all the rest (rule 11)', () => {
    const registry = registryOf({ ...deployments, validate: () => [wrong('spec.replicas')] });
    const error = refused(() => registry.create({ metadata: { name: '' } }), 'create without name');
    expect(shapeOf(error)).toMatchObject({ code: 422, fields: ['metadata.name', 'spec.replicas'] });
    expect(error.message).toContain(
      'metadata.name: Required value: name or generateName is required',
    );
    const bare = refused(() => registryOf().create({}), 'create of {}');
    expect(bare.message).toBe(
      'Deployment.apps "" is invalid: metadata.name: Required value: name or generateName is required',
    );
  });

  it('what a hook throws goes through as it is, and nothing is stored (rule 11)', () => {
    const registry = registryOf({
      ...pods,
      admit: () => {
        throw forbidden(apiResources.pods, 'p', 'exceeded quota');
      },
    });
    const error = refused(() => registry.create(named('p')), 'create that admit refuses');
    expect([error.code, error.message]).toEqual([403, 'pods "p" is forbidden: exceeded quota']);
    expect(etcd.revision, 'Revision of etcd').toBe(1);
  });
}

const trail = (object: Unstructured, mark: string) => ({
  ...object,
  spec: { ...(object.spec as object), trail: `${trailOf(object)}${mark}` },
});
const trailOf = ({ spec }: Unstructured) => (spec as { trail?: string })?.trail ?? '';
