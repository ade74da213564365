import type { Authorizer, RequestAttributes, RequestInfo, User } from 'course/kit';
import { expect, it } from 'vitest';
import { ruleAllows } from '#exercise/apiserver/rbac-authorizer';
import { authorizer } from './authorizer.ts';
import * as model from './model.ts';
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
  Shelf,
  user,
  visit,
} from './objects.ts';

/** A few days in a cluster. */
export function stories(): void {
  it('a new colleague may look, then work, then nothing any more', () => {
    const clusterRoleBindings = new Shelf<ReturnType<typeof bindAll>>([]);
    const roleBindings = new Shelf<ReturnType<typeof bind>>([]);
    const edit = allow('create delete', 'pods', { apiGroups: ['', 'apps'] });
    const clusterRoles = new Shelf([
      clusterRole('view', allow('get list watch', 'pods pods/log')),
      clusterRole('edit', edit),
    ]);
    const graded = authorizer({}, { clusterRoles, clusterRoleBindings, roleBindings });
    const asked = [
      request('list', 'pods', { namespace: 'dev' }),
      request('get', 'pods/log', { namespace: 'prod', name: 'web' }),
      request('delete', 'pods', { namespace: 'dev', name: 'web' }),
      request('get', 'pods/exec', { namespace: 'dev', name: 'web' }),
    ];
    const may = () => asked.map((each) => graded.authorize(by(ann, each)).allowed);
    expect(may(), 'The first day, nothing is bound').toEqual([false, false, false, false]);
    clusterRoleBindings.hold(bindAll('all-view', 'ClusterRole view', 'Group devs'));
    expect(may(), 'devs may view everywhere').toEqual([true, true, false, false]);
    roleBindings.hold(bind('dev', 'ann-edits', 'ClusterRole edit', 'User ann'));
    expect(may(), 'ann may edit in dev').toEqual([true, true, true, false]);
    clusterRoleBindings.hold();
    expect(may(), 'the group has lost view').toEqual([false, false, true, false]);
    clusterRoles.hold();
    expect(may(), 'the ClusterRoles are gone').toEqual([false, false, false, false]);
    const decision = graded.authorize(by(ann, asked[0] as RequestInfo));
    expect(decision.reason, 'the binding is still there').toBe(
      `RBAC: clusterrole.${rbacGroup} "edit" not found`,
    );
  });

  it('the admin of a namespace hands on what they have, and no more', () => {
    const admin = allow('*', 'pods roles rolebindings', { apiGroups: ['', rbacGroup] });
    const graded = authorizer({
      clusterRoles: [clusterRole('admin', admin)],
      roleBindings: [bind('dev', 'boss', 'ClusterRole admin', 'User ann')],
    });
    const create = request('create', 'rolebindings', { apiGroup: rbacGroup, namespace: 'dev' });
    expect(graded.authorize(by(ann, create)).allowed, 'ann may write RoleBindings').toBe(true);
    const reads = [allow('get list', 'pods')];
    expect(graded.missingRules(ann, 'dev', reads), 'and bind a role that reads Pods').toEqual([]);
    const secrets = model.texts(graded.missingRules(ann, 'dev', [allow('get', 'pods secrets')]));
    expect(secrets, 'but none that reads Secrets').toEqual([
      "verbs: get, apiGroups: '', resources: secrets",
    ]);
    const prod = model.texts(graded.missingRules(ann, 'prod', reads));
    expect(prod, 'and none in prod').toHaveLength(2);
  });

  it('rulesFor and authorize tell the same story', () => {
    const graded = authorizer({
      clusterRoles: [
        clusterRole('discovery', allowPath('get', '/api /api/* /version')),
        clusterRole('leases', allow('get update', 'leases', { resourceNames: ['lock'] })),
      ],
      clusterRoleBindings: [bindAll('d', 'ClusterRole discovery', 'Group system:authenticated')],
      roleBindings: [bind('kube-system', 'l', 'ClusterRole leases', 'ServiceAccount ci/leader')],
    });
    const leader = user('system:serviceaccount:ci:leader', 'system:authenticated');
    const status = graded.rulesFor(leader, 'kube-system');
    const rules = [...status.resourceRules, ...status.nonResourceRules];
    const asked: RequestAttributes[] = [
      ...[visit('get', '/api/v1'), visit('get', '/metrics')],
      request('update', 'leases', { name: 'lock', namespace: 'kube-system' }),
      request('create', 'leases', { namespace: 'kube-system' }),
    ].map((each) => by(leader, each));
    const byRules = asked.map((each) => rules.some((rule) => ruleAllows(rule, each)));
    expect(byRules, 'by the listed rules').toEqual([true, false, true, false]);
    const byAuthorizer = asked.map((each) => graded.authorize(each).allowed);
    expect(byAuthorizer, 'by authorize').toEqual(byRules);
  });

  it('in a chain it comes after the authorizer of system:masters', () => {
    const graded = authorizer({
      clusterRoles: [clusterRole('view', allow('get list', 'pods'))],
      roleBindings: [bind('dev', 'v', 'ClusterRole view', 'Group devs')],
    });
    const masters: Authorizer = ({ user: { groups } }) => ({
      allowed: groups.includes('system:masters'),
      reason: '',
    });
    const chain: Authorizer[] = [masters, (asked) => graded.authorize(asked)];
    const may = (who: User, what: RequestInfo) => chain.some((each) => each(by(who, what)).allowed);
    const list = request('list', 'pods', { namespace: 'dev' });
    const secrets = request('list', 'secrets', { namespace: 'dev' });
    expect(may(ann, list), 'ann by her group').toBe(true);
    expect(may(ann, secrets), 'ann, Secrets: no authorizer says yes').toBe(false);
    expect(may(user('root', 'system:masters'), secrets), 'root by the first one').toBe(true);
    const asked = graded.authorize(by(user('root', 'system:masters'), secrets)).allowed;
    expect(asked, 'rule 15: RBAC alone knows nothing of root').toBe(false);
  });
}
