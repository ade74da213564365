import type { KubernetesObject, Lister, Role, RoleBinding, Stored } from 'course/kit';
import type { RbacListers } from './parts.ts';
import { namespace } from './request.ts';

/** What a user can be bound to. */
export const roles = ['editor', 'viewer', 'none'] as const;
export type RoleName = (typeof roles)[number];

const read = ['get', 'list', 'watch'];
const verbsOf = { editor: [...read, 'create', 'update', 'delete'], viewer: read };

/** Who is bound to which role. */
export class Bindings {
  private readonly bound = new Map<string, RoleName>([
    ['ann', 'editor'],
    ['bob', 'viewer'],
  ]);

  roleOf(user: string): RoleName {
    return this.bound.get(user) ?? 'none';
  }

  bind(user: string, role: RoleName): void {
    this.bound.set(user, role);
  }

  /** The same as objects of the API, always as they are now. */
  get listers(): RbacListers {
    return {
      roles: new ListOf(() => (['editor', 'viewer'] as const).map(roleOf)),
      roleBindings: new ListOf(() => this.objects),
      clusterRoles: new ListOf(() => []),
      clusterRoleBindings: new ListOf(() => []),
    };
  }

  private get objects(): RoleBinding[] {
    return [...this.bound]
      .filter(([, role]) => role !== 'none')
      .map(([user, role]) => ({
        metadata: { name: user, namespace },
        subjects: [{ kind: 'User', name: user }],
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
      }));
  }
}

/** Gives what is there at each call. */
class ListOf<T extends KubernetesObject> implements Lister<T> {
  constructor(private readonly all: () => readonly T[]) {}

  get(inNamespace: string, name: string): Stored<T> | undefined {
    return this.list(inNamespace).find(({ metadata }) => metadata.name === name);
  }

  list(inNamespace?: string): Stored<T>[] {
    const meant = ({ metadata }: T) => !inNamespace || metadata?.namespace === inNamespace;
    return this.all().filter(meant) as Stored<T>[];
  }
}

function roleOf(name: 'editor' | 'viewer'): Role {
  return {
    metadata: { name, namespace },
    rules: [{ apiGroups: ['apps'], resources: ['deployments'], verbs: verbsOf[name] }],
  };
}
