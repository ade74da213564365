import type {
  ClusterRole,
  ClusterRoleBinding,
  KubernetesObject,
  Lister,
  PolicyRule,
  RequestAttributes,
  RequestInfo,
  Role,
  RoleBinding,
  RoleRef,
  Stored,
  Subject,
  User,
} from 'course/kit';

/** The API group of roles and bindings. */
export const rbacGroup = 'rbac.authorization.k8s.io';

type Parts = Partial<Pick<PolicyRule, 'apiGroups' | 'resourceNames' | 'nonResourceURLs'>>;

const words = (text: string) => text.split(' ').filter((word) => word !== '');

/** `allow('get list', 'pods pods/log')`, of the core group unless `parts` says otherwise. */
export function allow(verbs: string, resources: string, parts: Parts = {}): PolicyRule {
  return { verbs: words(verbs), resources: words(resources), apiGroups: [''], ...parts };
}

/** `allowPath('get', '/healthz /healthz/*')`. */
export function allowPath(verbs: string, urls: string): PolicyRule {
  return { verbs: words(verbs), nonResourceURLs: words(urls) };
}

/** `request('get', 'pods/log', { name: 'web' })`, of the core group unless `parts` says otherwise. */
export function request(
  verb: string,
  what: string,
  parts: Partial<Pick<RequestInfo, 'apiGroup' | 'name' | 'namespace' | 'apiVersion'>> = {},
): RequestInfo {
  const [resource = '', subresource = ''] = what.split('/');
  const asked = { verb, apiGroup: '', resource, subresource, name: '', namespace: '', ...parts };
  const apiPrefix = asked.apiGroup === '' ? 'api' : 'apis';
  const apiVersion = parts.apiVersion ?? 'v1';
  const path = pathOf({ ...asked, apiVersion, apiPrefix });
  return { ...asked, apiVersion, isResourceRequest: true, apiPrefix, path };
}

/** The name of a list or watch stands in its query, not in its path. */
function pathOf(asked: Omit<RequestInfo, 'isResourceRequest' | 'path'>): string {
  const { verb, apiPrefix, apiGroup, apiVersion, namespace, resource, name, subresource } = asked;
  const within = namespace ? `namespaces/${namespace}` : '';
  const object = ['list', 'watch'].includes(verb) ? '' : name;
  const parts = [apiPrefix, apiGroup, apiVersion, within, resource, object, subresource];
  return `/${parts.filter(Boolean).join('/')}`;
}

/** `visit('get', '/healthz')`. */
export function visit(verb: string, path: string): RequestInfo {
  const nothing = { apiPrefix: '', apiGroup: '', apiVersion: '', namespace: '', name: '' };
  return { verb, path, isResourceRequest: false, resource: '', subresource: '', ...nothing };
}

/** A user of no groups, or of these. */
export function user(name: string, ...groups: string[]): User {
  return { name, groups, uid: '', extra: {} };
}

/** Most tests' user. */
export const ann = user('ann', 'devs');

/** What decides comes first, because of what a learner reads only the beginning is shown. */
export function by(who: User, asked: RequestInfo): RequestAttributes {
  const { verb, path, resource, namespace, ...rest } = asked;
  return asked.isResourceRequest
    ? { verb, resource, namespace, user: who, path, ...rest }
    : { verb, path, user: who, resource, namespace, ...rest };
}

/** `User ann`, `Group devs`, `ServiceAccount builder` or `ServiceAccount ci/builder`. */
export function subject(text: string): Subject {
  const [kind = '', full = ''] = text.split(' ');
  const [name = '', namespace] = full.split('/').reverse();
  return namespace !== undefined && kind === 'ServiceAccount'
    ? { kind, name, namespace }
    : { kind, name: full };
}

/** `Role reader`, `ClusterRole view`. */
function roleRef(text: string): RoleRef {
  const [kind = '', name = ''] = text.split(' ');
  return { kind, name, apiGroup: rbacGroup };
}

export function role(namespace: string, name: string, ...rules: PolicyRule[]): Role {
  return { metadata: { namespace, name }, rules };
}

export function clusterRole(name: string, ...rules: PolicyRule[]): ClusterRole {
  return { metadata: { name }, rules };
}

/** `bind('dev', 'read', 'Role reader', 'User ann', 'Group devs')`. */
export function bind(
  namespace: string,
  name: string,
  ref: string,
  ...subjects: string[]
): RoleBinding {
  return {
    subjects: subjects.map(subject),
    roleRef: roleRef(ref),
    metadata: { namespace, name },
  };
}

export function bindAll(name: string, ref: string, ...subjects: string[]): ClusterRoleBinding {
  return { subjects: subjects.map(subject), roleRef: roleRef(ref), metadata: { name } };
}

/** A lister of a few objects. As client-go's, it takes '' for all namespaces when it lists. */
export class Shelf<T extends KubernetesObject> implements Lister<T> {
  #items: readonly T[];

  constructor(items: readonly T[]) {
    this.#items = items;
  }

  /** These are there from now on, and no others. */
  hold(...items: T[]): void {
    this.#items = items;
  }

  get(namespace: string, name: string): Stored<T> | undefined {
    const found = this.#items.find(
      ({ metadata }) => metadata?.name === name && (metadata.namespace ?? '') === namespace,
    );
    return found as Stored<T> | undefined;
  }

  list(namespace?: string): Stored<T>[] {
    const all = this.#items.filter(
      ({ metadata }) => !namespace || metadata?.namespace === namespace,
    );
    return all as Stored<T>[];
  }
}

/** What there is; each list may be left out. */
export interface World {
  readonly roles?: Role[];
  readonly clusterRoles?: ClusterRole[];
  readonly roleBindings?: RoleBinding[];
  readonly clusterRoleBindings?: ClusterRoleBinding[];
}

/** The four listers of a world. */
export function shelves(world: World) {
  return {
    clusterRoleBindings: new Shelf(world.clusterRoleBindings ?? []),
    roleBindings: new Shelf(world.roleBindings ?? []),
    roles: new Shelf(world.roles ?? []),
    clusterRoles: new Shelf(world.clusterRoles ?? []),
  };
}
