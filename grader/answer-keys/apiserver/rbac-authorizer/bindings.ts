import type { RequestInfo, User } from 'course/kit';
import { expect, it } from 'vitest';
import { authorizer } from './authorizer.ts';
import {
  allow,
  allowPath,
  ann,
  bind,
  bindAll,
  by,
  clusterRole,
  rbacGroup,
  request,
  role,
  Shelf,
  user,
  visit,
  type World,
} from './objects.ts';

/** The answers to some requests of one user. */
function answers(world: World, who: User, ...requests: RequestInfo[]): boolean[] {
  const graded = authorizer(world);
  return requests.map((each) => graded.authorize(by(who, each)).allowed);
}

/** Which bindings count, and for whom. */
export function bindings(): void {
  const reader = allow('get list', 'pods');
  const inDev = request('get', 'pods', { namespace: 'dev' });
  const inProd = request('get', 'pods', { namespace: 'prod' });
  const everywhere = request('list', 'pods');

  it('a Role counts in the namespace of its binding', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'User ann')],
    };
    expect(answers(world, ann, inDev, inProd), 'rule 12: dev, prod').toEqual([true, false]);
  });

  it('only those have a role to whom it is bound', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'User bob', 'Group ops')],
    };
    expect(answers(world, ann, inDev), 'rule 13: ann, of devs').toEqual([false]);
    expect(answers(world, user('bob'), inDev), 'rule 13: bob').toEqual([true]);
    expect(answers(world, user('eve', 'ops'), inDev), 'rule 13: eve, of ops').toEqual([true]);
  });

  it('a ClusterRole in a RoleBinding counts in that namespace', () => {
    const world = {
      clusterRoles: [clusterRole('view', reader)],
      roleBindings: [bind('dev', 'read', 'ClusterRole view', 'User ann')],
    };
    expect(answers(world, ann, inDev, inProd), 'rule 13: dev, prod').toEqual([true, false]);
  });

  it('a ClusterRole in a ClusterRoleBinding counts everywhere', () => {
    const world = {
      clusterRoles: [clusterRole('view', reader)],
      clusterRoleBindings: [bindAll('all', 'ClusterRole view', 'User ann')],
    };
    const got = answers(world, ann, inDev, inProd, everywhere);
    expect(got, 'rule 12: dev, prod, all namespaces').toEqual([true, true, true]);
  });

  it('a request without a namespace sees no RoleBinding', () => {
    const world = {
      clusterRoles: [clusterRole('all', allow('*', '*'), allowPath('*', '*'))],
      roleBindings: [bind('dev', 'read', 'ClusterRole all', 'User ann')],
    };
    const nodes = request('list', 'nodes');
    const got = answers(world, ann, everywhere, nodes, visit('get', '/healthz'));
    expect(got, 'rule 12: all Pods, Nodes, a path').toEqual([false, false, false]);
  });

  it('paths are allowed through a ClusterRoleBinding', () => {
    const world = {
      clusterRoles: [clusterRole('health', allowPath('get', '/healthz'))],
      clusterRoleBindings: [bindAll('health', 'ClusterRole health', 'Group devs')],
    };
    const got = answers(world, ann, visit('get', '/healthz'), visit('get', '/metrics'));
    expect(got, 'rule 12: /healthz, /metrics').toEqual([true, false]);
  });

  it('Role and ClusterRole of the same name are two things', () => {
    const world = {
      roles: [role('dev', 'same', reader)],
      clusterRoles: [clusterRole('same', allow('delete', 'pods'))],
      roleBindings: [bind('dev', 'one', 'ClusterRole same', 'User ann')],
    };
    const remove = request('delete', 'pods', { namespace: 'dev' });
    expect(answers(world, ann, inDev, remove), 'rule 13: get, delete').toEqual([false, true]);
    const asRole = { ...world, roleBindings: [bind('dev', 'one', 'Role same', 'User ann')] };
    expect(answers(asRole, ann, inDev, remove), 'rule 13: get, delete').toEqual([true, false]);
  });

  it('a Role of another namespace is another Role', () => {
    const world = {
      roles: [role('prod', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'User ann')],
    };
    expect(answers(world, ann, inDev, inProd), 'rule 13: dev, prod').toEqual([false, false]);
  });

  it('a ClusterRoleBinding cannot give a Role', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      clusterRoleBindings: [bindAll('all', 'Role reader', 'User ann')],
    };
    expect(answers(world, ann, inDev, everywhere), 'rule 13').toEqual([false, false]);
  });

  it('any rule of any role is enough', () => {
    const world = {
      roles: [
        role('dev', 'a', allow('delete', 'jobs'), allow('list', 'jobs')),
        role('dev', 'b', allow('get', 'secrets'), reader),
      ],
      roleBindings: [
        bind('dev', 'one', 'Role a', 'User ann'),
        bind('dev', 'two', 'Role b', 'Group devs'),
      ],
    };
    expect(answers(world, ann, inDev), 'rule 14: the last rule of the last role').toEqual([true]);
  });

  it('rules of different roles do not mix', () => {
    const world = {
      roles: [role('dev', 'a', allow('delete', 'jobs'), allow('list', 'pods'))],
      roleBindings: [bind('dev', 'one', 'Role a', 'User ann')],
    };
    const remove = request('delete', 'pods', { namespace: 'dev' });
    expect(answers(world, ann, remove), 'rule 14: one rule must allow all of it').toEqual([false]);
  });

  it('service accounts of a RoleBinding are at home in its namespace', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'ServiceAccount ci')],
    };
    const account = (at: string) => user(`system:serviceaccount:${at}:ci`);
    expect(answers(world, account('dev'), inDev), 'rule 10: dev/ci').toEqual([true]);
    expect(answers(world, account('prod'), inDev), 'rule 10: prod/ci').toEqual([false]);
  });

  it('an account of another namespace may be given rights in this one', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'ServiceAccount prod/ci')],
    };
    const account = user('system:serviceaccount:prod:ci');
    expect(answers(world, account, inDev, inProd), 'rule 10: dev, prod').toEqual([true, false]);
  });

  it('no group is special', () => {
    const masters = user('root', 'system:masters');
    expect(answers({}, masters, inDev), 'rule 15: nothing is bound').toEqual([false]);
    const world = {
      clusterRoles: [clusterRole('cluster-admin', allow('*', '*', { apiGroups: ['*'] }))],
      clusterRoleBindings: [
        bindAll('cluster-admin', 'ClusterRole cluster-admin', 'Group system:masters'),
      ],
    };
    expect(answers(world, masters, inDev), 'rule 15: cluster-admin is bound').toEqual([true]);
  });

  it('what is absent is empty', () => {
    const { roleRef, metadata } = bind('dev', 'read', 'Role reader');
    const world = {
      roles: [{ metadata: { namespace: 'dev', name: 'bare' } }, role('dev', 'reader', reader)],
      roleBindings: [{ roleRef, metadata }, bind('dev', 'two', 'Role bare', 'User ann')],
    };
    const decision = authorizer(world).authorize(by(ann, inDev));
    expect(decision, 'rule 13: no subjects; no rules').toEqual({ allowed: false, reason: '' });
  });

  it('a change counts for the next question', () => {
    const roles = new Shelf([role('dev', 'reader', reader)]);
    const roleBindings = new Shelf([bind('dev', 'read', 'Role reader', 'User ann')]);
    const graded = authorizer({}, { roles, roleBindings });
    const may = () => graded.authorize(by(ann, inDev)).allowed;
    expect(may(), 'before').toBe(true);
    roles.hold(role('dev', 'reader', allow('list', 'pods')));
    expect(may(), 'rule 16: the role has lost its verb get').toBe(false);
    roles.hold(role('dev', 'reader', reader));
    expect(may(), 'rule 16: the role has it again').toBe(true);
    roleBindings.hold();
    expect(may(), 'rule 16: unbound').toBe(false);
  });
}

/** What is told with a yes and with a no. */
export function reasons(): void {
  const get = request('get', 'pods', { namespace: 'dev' });
  const reader = allow('get', 'pods');
  const notFound = (kind: string, name: string) => `${kind}.${rbacGroup} "${name}" not found`;
  const reason = (world: World, who = ann, asked = get) =>
    authorizer(world).authorize(by(who, asked)).reason;

  it('a yes names the RoleBinding, the role and the subject', () => {
    const world = {
      roles: [role('dev', 'reader', reader)],
      roleBindings: [bind('dev', 'read', 'Role reader', 'User ann')],
    };
    expect(reason(world), 'rule 17').toBe(
      'RBAC: allowed by RoleBinding "read/dev" of Role "reader" to User "ann"',
    );
  });

  it('a yes names the ClusterRoleBinding', () => {
    const world = {
      clusterRoles: [clusterRole('view', reader)],
      clusterRoleBindings: [bindAll('all', 'ClusterRole view', 'Group devs')],
    };
    expect(reason(world), 'rule 17').toBe(
      'RBAC: allowed by ClusterRoleBinding "all" of ClusterRole "view" to Group "devs"',
    );
  });

  it('the subject is the first that is the user', () => {
    const world = {
      clusterRoles: [clusterRole('view', reader)],
      roleBindings: [bind('dev', 'r', 'ClusterRole view', 'User bob', 'Group devs', 'User ann')],
    };
    expect(reason(world), 'rule 17: devs comes before ann').toBe(
      'RBAC: allowed by RoleBinding "r/dev" of ClusterRole "view" to Group "devs"',
    );
  });

  it('a service account is told with its namespace', () => {
    const account = user('system:serviceaccount:dev:ci');
    const expected =
      'RBAC: allowed by RoleBinding "r/dev" of ClusterRole "view" to ServiceAccount "ci/dev"';
    for (const text of ['ServiceAccount ci', 'ServiceAccount dev/ci']) {
      const world = {
        clusterRoles: [clusterRole('view', reader)],
        roleBindings: [bind('dev', 'r', 'ClusterRole view', text)],
      };
      expect(reason(world, account), `rule 17: ${text}`).toBe(expected);
    }
  });

  it('the binding is one that allows it', () => {
    const world = {
      roles: [role('dev', 'a', allow('list', 'pods')), role('dev', 'b', reader)],
      roleBindings: [
        bind('dev', 'one', 'Role a', 'User ann'),
        bind('dev', 'two', 'Role b', 'User ann'),
      ],
    };
    expect(reason(world), 'rule 17: binding one does not allow get').toBe(
      'RBAC: allowed by RoleBinding "two/dev" of Role "b" to User "ann"',
    );
  });

  it('a plain no has no reason', () => {
    const world = {
      roles: [role('dev', 'a', allow('list', 'pods'))],
      roleBindings: [bind('dev', 'one', 'Role a', 'User ann')],
    };
    const decision = authorizer(world).authorize(by(ann, get));
    expect(decision, 'rule 19').toEqual({ allowed: false, reason: '' });
  });

  it('a role that does not exist is told with a no', () => {
    const local = { roleBindings: [bind('dev', 'one', 'Role a', 'User ann')] };
    expect(reason(local), 'rule 18').toBe(`RBAC: ${notFound('role', 'a')}`);
    const global = { clusterRoleBindings: [bindAll('one', 'ClusterRole a', 'User ann')] };
    expect(reason(global), 'rule 18').toBe(`RBAC: ${notFound('clusterrole', 'a')}`);
    const mixed = { clusterRoleBindings: [bindAll('one', 'Role a', 'User ann')] };
    expect(reason(mixed), 'rule 13: no Role is cluster-wide').toBe(
      `RBAC: ${notFound('role', 'a')}`,
    );
  });

  it('a reference to another kind is told with a no', () => {
    const world = { roleBindings: [bind('dev', 'one', 'Team a', 'User ann')] };
    expect(reason(world), 'rule 18').toBe('RBAC: unsupported role reference kind: "Team"');
  });

  it('several problems are told together, each once', () => {
    const world = {
      roleBindings: [
        bind('dev', 'one', 'Role a', 'User ann'),
        bind('dev', 'two', 'ClusterRole b', 'User ann'),
        bind('dev', 'three', 'Role a', 'Group devs'),
      ],
    };
    const [a, b] = [notFound('role', 'a'), notFound('clusterrole', 'b')];
    expect([`RBAC: [${a}, ${b}]`, `RBAC: [${b}, ${a}]`], 'rule 19').toContain(reason(world));
    const twice = {
      roleBindings: ['one', 'two'].map((name) => bind('dev', name, 'Role a', 'User ann')),
    };
    expect(reason(twice), 'rule 19: one text, no brackets').toBe(`RBAC: ${a}`);
  });

  it('bindings that do not count are no problem', () => {
    const world = {
      roleBindings: [
        bind('dev', 'one', 'Role a', 'User bob'),
        bind('prod', 'two', 'Role a', 'User ann'),
      ],
      clusterRoleBindings: [bindAll('three', 'ClusterRole a', 'Group ops')],
    };
    expect(reason(world), "rule 18: bob's, prod's, and that of ops").toBe('');
  });

  it('a problem does not take away what others give', () => {
    const world = {
      clusterRoles: [clusterRole('view', reader)],
      clusterRoleBindings: [
        bindAll('one', 'ClusterRole lost', 'User ann'),
        bindAll('two', 'ClusterRole view', 'User ann'),
      ],
      roleBindings: [bind('dev', 'three', 'Role lost', 'User ann')],
    };
    expect(authorizer(world).authorize(by(ann, get)), 'rules 18 and 19').toEqual({
      allowed: true,
      reason: 'RBAC: allowed by ClusterRoleBinding "two" of ClusterRole "view" to User "ann"',
    });
  });
}
