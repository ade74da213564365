import type { PolicyRule, SubjectRulesReviewStatus } from 'course/kit';
import { expect, it } from 'vitest';
import { uncoveredRules } from '#exercise/apiserver/rbac-authorizer';
import { authorizer } from './authorizer.ts';
import * as model from './model.ts';
import {
  allow,
  allowPath,
  ann,
  bind,
  bindAll,
  clusterRole,
  rbacGroup,
  role,
  user,
} from './objects.ts';

/** The list of one's own rules. */
export function whatMayIDo(): void {
  const read = allow('get list', 'pods');
  const health = allowPath('get', '/healthz');

  /** What rulesFor lists, as texts. */
  function rulesOf({ resourceRules, nonResourceRules }: SubjectRulesReviewStatus) {
    return { resources: model.texts(resourceRules), paths: model.texts(nonResourceRules) };
  }

  it('nothing is bound: nothing is listed', () => {
    const expected = { resourceRules: [], nonResourceRules: [], incomplete: false };
    expect(authorizer({}).rulesFor(ann, 'dev'), 'rules 20 and 21').toEqual(expected);
  });

  it('rules of the namespace and of the whole cluster are listed', () => {
    const world = {
      roles: [role('dev', 'a', read, allow('create', 'jobs', { apiGroups: ['batch'] }))],
      clusterRoles: [clusterRole('b', allow('get', 'nodes', { resourceNames: ['n1'] }))],
      roleBindings: [bind('dev', 'one', 'Role a', 'User ann')],
      clusterRoleBindings: [bindAll('two', 'ClusterRole b', 'Group devs')],
    };
    const graded = authorizer(world);
    const node = "verbs: get, apiGroups: '', resources: nodes, resourceNames: n1";
    expect(rulesOf(graded.rulesFor(ann, 'dev')), 'rule 20: in dev').toEqual({
      resources: [
        'verbs: create, apiGroups: batch, resources: jobs',
        "verbs: get list, apiGroups: '', resources: pods",
        node,
      ],
      paths: [],
    });
    const inProd = rulesOf(graded.rulesFor(ann, 'prod'));
    expect(inProd, 'rule 20: in prod').toEqual({ resources: [node], paths: [] });
    const nowhere = rulesOf(graded.rulesFor(ann, ''));
    expect(nowhere, "rule 20: for ''").toEqual({ resources: [node], paths: [] });
    const bob = rulesOf(graded.rulesFor(user('bob'), 'dev'));
    expect(bob, 'rule 20: for bob').toEqual({ resources: [], paths: [] });
  });

  it('paths have a list of their own', () => {
    const world = {
      clusterRoles: [clusterRole('a', health, read)],
      clusterRoleBindings: [bindAll('one', 'ClusterRole a', 'User ann')],
    };
    expect(rulesOf(authorizer(world).rulesFor(ann, 'dev')), 'rule 20').toEqual({
      resources: ["verbs: get list, apiGroups: '', resources: pods"],
      paths: ['verbs: get, nonResourceURLs: /healthz'],
    });
  });

  it('a rule with both is in both lists, each with its own parts', () => {
    const both = { ...read, nonResourceURLs: ['/healthz'], resourceNames: [] };
    const world = {
      clusterRoles: [clusterRole('a', both)],
      roleBindings: [bind('dev', 'one', 'ClusterRole a', 'User ann')],
    };
    expect(rulesOf(authorizer(world).rulesFor(ann, 'dev')), 'rule 20').toEqual({
      resources: ["verbs: get list, apiGroups: '', resources: pods"],
      paths: ['verbs: get list, nonResourceURLs: /healthz'],
    });
  });

  it('a rule about nothing is in neither list', () => {
    const empty = { verbs: ['get'], apiGroups: [''], resources: [], nonResourceURLs: [] };
    const world = {
      clusterRoles: [clusterRole('a', empty, { verbs: ['get'] })],
      clusterRoleBindings: [bindAll('one', 'ClusterRole a', 'User ann')],
    };
    const status = authorizer(world).rulesFor(ann, 'dev');
    const lengths = [status.resourceRules.length, status.nonResourceRules.length];
    expect(lengths, 'rule 20: resources and nonResourceURLs are empty').toEqual([0, 0]);
  });

  it('problems are told, and the rest is listed', () => {
    const world = {
      clusterRoles: [clusterRole('a', read)],
      clusterRoleBindings: [bindAll('one', 'ClusterRole a', 'User ann')],
      roleBindings: [
        bind('dev', 'two', 'Role lost', 'User ann'),
        bind('dev', 'three', 'Role lost', 'Group devs'),
      ],
    };
    const status = authorizer(world).rulesFor(ann, 'dev');
    const resources = ["verbs: get list, apiGroups: '', resources: pods"];
    expect(rulesOf(status), 'rule 20').toEqual({ resources, paths: [] });
    expect(status.evaluationError, 'rule 21').toBe(`role.${rbacGroup} "lost" not found`);
    expect(status.incomplete, 'rule 21').toBe(false);
  });
}

/** What one may hand on. */
export function granting(): void {
  /** What owned rules leave uncovered of the wanted ones, as rules in one order. */
  function left(owned: PolicyRule[], wanted: PolicyRule[]): string[] {
    return model.texts(uncoveredRules(owned, wanted));
  }
  const piece = (verb: string, resource: string) =>
    `verbs: ${verb}, apiGroups: '', resources: ${resource}`;

  it('what one has is covered, in whatever portions', () => {
    const owned = [allow('get', 'pods jobs'), allow('list', 'pods'), allow('list', 'jobs')];
    expect(left(owned, [allow('get list', 'jobs pods')]), 'rule 22').toEqual([]);
    expect(left([allow('get list', 'jobs pods')], owned), 'rule 22').toEqual([]);
    expect(left([], []), 'rule 22: nothing is wanted').toEqual([]);
  });

  it('what one lacks is told in smallest pieces', () => {
    const owned = [allow('get', 'pods')];
    expect(left(owned, [allow('get list', 'pods jobs')]), 'rule 22').toEqual([
      piece('get', 'jobs'),
      piece('list', 'jobs'),
      piece('list', 'pods'),
    ]);
    const wanted = [allow('get', 'pods', { apiGroups: ['', 'apps'] }), allowPath('get', '/a /b')];
    expect(left([], wanted), 'rule 22: groups and URLs').toEqual([
      piece('get', 'pods'),
      'verbs: get, apiGroups: apps, resources: pods',
      'verbs: get, nonResourceURLs: /a',
      'verbs: get, nonResourceURLs: /b',
    ]);
  });

  it('the pieces are rules', () => {
    const named = { ...allow('get', 'pods'), resourceNames: ['web'] };
    expect(uncoveredRules([], [named]), 'rule 22: with a name').toEqual([named]);
    const whole = allow('get', 'pods');
    expect(uncoveredRules([], [whole]), 'rule 22: without names').toEqual([whole]);
    const path = { verbs: ['get'], nonResourceURLs: ['/a'] };
    expect(uncoveredRules([], [path]), 'rule 22: without other parts').toEqual([path]);
  });

  it('a rule about nothing has no pieces', () => {
    const verbs = ['get'];
    const wanted = [{ verbs, resources: ['pods'] }, { verbs, apiGroups: [''] }, allow('', 'pods')];
    expect(left([], wanted), 'rule 22: no groups, no resources, no verbs').toEqual([]);
  });

  it('a rule with both is cut into both; names belong to resources', () => {
    const wanted = { ...allow('get', 'pods', { resourceNames: ['web'] }), nonResourceURLs: ['/a'] };
    expect(left([], [wanted]), 'rule 22').toEqual([
      `${piece('get', 'pods')}, resourceNames: web`,
      'verbs: get, nonResourceURLs: /a',
    ]);
  });

  it('a * covers all, but all do not make a *', () => {
    const star = allow('*', 'pods');
    expect(left([star], [allow('get *', 'pods')]), 'rule 23: the verb *').toEqual([]);
    const verbs = 'get list watch create update patch delete deletecollection';
    expect(left([allow(verbs, 'pods')], [star]), 'rule 23: many verbs').toEqual([
      piece('*', 'pods'),
    ]);
    const group = allow('get', '*', { apiGroups: ['*'] });
    expect(left([group], [allow('get', 'pods/log'), group]), 'rule 23: group').toEqual([]);
    expect(left([allow('get', '*')], [group]), "rule 23: '' and the group *").toEqual([
      'verbs: get, apiGroups: *, resources: *',
    ]);
    expect(left([allow('get', 'pods pods/log')], [allow('get', '*')]), 'rule 23').toEqual([
      piece('get', '*'),
    ]);
  });

  it('*/scale covers each scale and itself', () => {
    const owned = [allow('get', '*/scale')];
    expect(left(owned, [allow('get', 'jobs/scale */scale')]), 'rule 23').toEqual([]);
    expect(left(owned, [allow('get', 'jobs * jobs/status')]), 'rule 23').toEqual([
      piece('get', '*'),
      piece('get', 'jobs'),
      piece('get', 'jobs/status'),
    ]);
    expect(left([allow('get', 'jobs/scale')], owned), 'rule 23').toEqual([piece('get', '*/scale')]);
  });

  it('any name covers some names, some names not any name', () => {
    const any = allow('get', 'pods');
    const named = allow('get', 'pods', { resourceNames: ['web', 'db'] });
    expect(left([any], [named]), 'rule 23').toEqual([]);
    expect(left([named], [any]), 'rule 23').toEqual([piece('get', 'pods')]);
    const other = allow('get', 'pods', { resourceNames: ['db', 'api'] });
    expect(left([named], [other]), 'rule 23').toEqual([
      `${piece('get', 'pods')}, resourceNames: api`,
    ]);
  });

  it('the empty name is one name, not any name', () => {
    const any = allow('get', 'pods');
    const empty = allow('get', 'pods', { resourceNames: [''] });
    expect(left([empty], [any]), 'rule 23: [""] does not cover all names').toEqual([
      piece('get', 'pods'),
    ]);
    expect(uncoveredRules([], [empty]), 'rule 22: [""] is a list of names').toEqual([empty]);
    expect(left([any], [empty]), 'rule 23: any name covers this one').toEqual([]);
  });

  it('URLs cover URLs as they cover paths', () => {
    const owned = [allowPath('get', '/a/*')];
    expect(left(owned, [allowPath('get', '/a/b /a/* /a/b/*')]), 'rule 23').toEqual([]);
    expect(left(owned, [allowPath('get', '/a /a* *')]), 'rule 23').toEqual([
      'verbs: get, nonResourceURLs: *',
      'verbs: get, nonResourceURLs: /a',
      'verbs: get, nonResourceURLs: /a*',
    ]);
    expect(left([allowPath('*', '*')], [allowPath('get *', '* /a')]), 'rule 23').toEqual([]);
  });

  it('nobody can give away what they do not have in that namespace', () => {
    const graded = authorizer({
      roles: [role('dev', 'a', allow('get', 'pods'))],
      clusterRoles: [clusterRole('b', allow('get', 'nodes'))],
      roleBindings: [bind('dev', 'one', 'Role a', 'User ann')],
      clusterRoleBindings: [bindAll('two', 'ClusterRole b', 'User ann')],
    });
    const wanted = [allow('get', 'pods nodes secrets')];
    const missing = (namespace: string) => model.texts(graded.missingRules(ann, namespace, wanted));
    const secrets = piece('get', 'secrets');
    expect(missing('dev'), 'rule 24: in dev').toEqual([secrets]);
    const pods = piece('get', 'pods');
    expect(missing('prod'), 'rule 24: in prod').toEqual([pods, secrets]);
    expect(missing(''), 'rule 24: for the whole cluster').toEqual([pods, secrets]);
  });

  it('system:masters may give anything', () => {
    const graded = authorizer({});
    const wanted = [allow('*', '*', { apiGroups: ['*'] })];
    expect(graded.missingRules(user('root', 'system:masters'), '', wanted), 'rule 24').toEqual([]);
    const named = model.texts(graded.missingRules(user('system:masters'), '', wanted));
    expect(named, 'rule 24: a user of that name is not in the group').toHaveLength(1);
  });
}
