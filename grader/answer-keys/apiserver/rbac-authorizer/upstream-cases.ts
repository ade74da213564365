import type { PolicyRule, RequestInfo, Subject, User } from 'course/kit';
import {
  allowPath,
  bind,
  bindAll,
  clusterRole,
  request,
  role,
  user,
  visit,
  type World,
} from './objects.ts';

// What Kubernetes' own test tables settle, retyped as data of this course (kubernetes v1.32, component-helpers v0.32).
// Left out: the subject locator (who may do this?), which the exercise does not have.

/** Where a case comes from: file, test and what the case is about, in our words. */
export type Origin = readonly [file: string, test: string, about: string];

const authorizer = 'plugin/pkg/auth/authorizer/rbac/rbac_test.go';
const resolver = 'pkg/registry/rbac/validation/rule_test.go';
const comparator = 'component-helpers/auth/rbac/validation/policy_comparator_test.go';

const list = (text: string) => text.split(' ');

/** A rule, written as `verbs | groups | resources`; `-` is the core group. */
function rule(text: string): PolicyRule {
  const [verbs = '', groups = '', resources = ''] = text.split(' | ');
  const apiGroups = list(groups).map((group) => (group === '-' ? '' : group));
  return { verbs: list(verbs), apiGroups, resources: list(resources) };
}

/** Upstream's admin: all resources and all paths in one rule. */
const everything: PolicyRule = { ...rule('* | * | *'), nonResourceURLs: ['*'] };

/** Questions to an authorizer: who, what, and the answer. */
export interface WorldCase {
  readonly origin: Origin;
  readonly world: World;
  readonly asked: readonly (readonly [who: User, what: RequestInfo, allowed: boolean])[];
}

const toAdmins = ['User admin', 'Group admins'] as const;
const inNs1 = { namespace: 'ns1' };
const inNs2 = { namespace: 'ns2' };
const admin = user('admin');
const foo = user('foo');
const bar = user('', 'bar');
const inAdmin = user('', 'admin');
const prefixed = user('prefixed');
const inPrefixed = user('', 'prefixed');

/** An admin of one namespace by ClusterRole and RoleBinding, with these rules. */
function adminOfNs1(...rules: PolicyRule[]): World {
  return {
    clusterRoles: [clusterRole('admin', ...rules)],
    roleBindings: [bind('ns1', 'b', 'ClusterRole admin', ...toAdmins)],
  };
}

export const worldCases: readonly WorldCase[] = [
  {
    origin: [authorizer, 'TestAuthorizer', 'a ClusterRole with all rights, bound in one namespace'],
    world: adminOfNs1(everything),
    asked: [
      [admin, request('get', 'Pods', inNs1), true],
      [admin, request('watch', 'Pods', inNs1), true],
      [user('admin', 'group1'), request('watch', 'Foobar', inNs1), true],
      [user('joe', 'admins'), request('watch', 'Foobar', inNs1), true],
      [user('joe', 'group1', 'admins'), request('watch', 'Foobar', inNs1), true],
      [admin, request('GET', 'Pods', inNs2), false],
      [admin, request('GET', 'Nodes'), false],
      [user('admin', 'admins'), request('GET', 'Pods', inNs2), false],
      [user('admin', 'admins'), request('GET', 'Nodes'), false],
    ],
  },
  {
    origin: [authorizer, 'TestAuthorizer', 'paths: exact, any verb, and a prefix'],
    world: {
      clusterRoles: [
        clusterRole('getter', allowPath('get', '/apis')),
        clusterRole('any-verb', allowPath('*', '/apis')),
        clusterRole('prefix', allowPath('get', '/apis/*')),
      ],
      clusterRoleBindings: [
        bindAll('b1', 'ClusterRole getter', 'User foo', 'Group bar'),
        bindAll('b2', 'ClusterRole any-verb', 'User admin', 'Group admin'),
        bindAll('b3', 'ClusterRole prefix', 'User prefixed', 'Group prefixed'),
      ],
    },
    asked: [
      [foo, visit('get', '/apis'), true],
      [bar, visit('get', '/apis'), true],
      [admin, visit('get', '/apis'), true],
      [inAdmin, visit('get', '/apis'), true],
      [admin, visit('watch', '/apis'), true],
      [inAdmin, visit('watch', '/apis'), true],
      [prefixed, visit('get', '/apis/v1'), true],
      [inPrefixed, visit('get', '/apis/v1'), true],
      [prefixed, visit('get', '/apis/v1/foobar'), true],
      [inPrefixed, visit('get', '/apis/v1/foorbar'), true],
      [foo, visit('watch', '/apis'), false],
      [bar, visit('watch', '/apis'), false],
      [foo, visit('get', '/api/v1'), false],
      [bar, visit('get', '/api/v1'), false],
      [admin, visit('get', '/api/v1'), false],
      [inAdmin, visit('get', '/api/v1'), false],
      [prefixed, visit('get', '/api/v1'), false],
      [inPrefixed, visit('get', '/api/v1'), false],
    ],
  },
  {
    origin: [authorizer, 'TestAuthorizer', 'a resource does not cover its subresources'],
    world: adminOfNs1(rule('* | * | pods')),
    asked: [
      [admin, request('get', 'pods', inNs1), true],
      [admin, request('get', 'pods/status', inNs1), false],
    ],
  },
  {
    origin: [authorizer, 'TestAuthorizer', 'one subresource, and */scale'],
    world: adminOfNs1(rule('* | * | pods/status'), rule('* | * | */scale')),
    asked: [
      [admin, request('get', 'pods/status', inNs1), true],
      [admin, request('get', 'pods/scale', inNs1), true],
      [admin, request('get', 'deployments/scale', inNs1), true],
      [admin, request('get', 'anything/scale', inNs1), true],
      [admin, request('get', 'pods', inNs1), false],
    ],
  },
];

/** A rule and requests `verb group resource`, allowed and refused. */
export interface RuleCase {
  readonly origin: Origin;
  readonly rule: PolicyRule;
  readonly allowed: readonly string[];
  readonly refused: readonly string[];
}

const ruleMatches = (about: string): Origin => [authorizer, 'TestRuleMatches', about];

export const ruleCases: readonly RuleCase[] = [
  {
    origin: ruleMatches('any verb'),
    rule: rule('* | g1 | r1'),
    allowed: ['v1 g1 r1', 'v2 g1 r1'],
    refused: ['v1 g2 r1', 'v1 g1 r2', 'v1 g2 r2', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    origin: ruleMatches('any group'),
    rule: rule('v1 | * | r1'),
    allowed: ['v1 g1 r1', 'v1 g2 r1'],
    refused: ['v1 g1 r2', 'v1 g2 r2', 'v2 g1 r1', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    origin: ruleMatches('any resource'),
    rule: rule('v1 | g1 | *'),
    allowed: ['v1 g1 r1', 'v1 g1 r2'],
    refused: ['v1 g2 r1', 'v1 g2 r2', 'v2 g1 r1', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
  },
  {
    origin: ruleMatches('every combination of two verbs, groups and resources'),
    rule: rule('v1 v2 | g1 g2 | r1 r2'),
    allowed: [
      ...['v1 g1 r1', 'v1 g2 r1', 'v1 g1 r2', 'v1 g2 r2'],
      ...['v2 g1 r1', 'v2 g2 r1', 'v2 g1 r2', 'v2 g2 r2'],
    ],
    refused: [],
  },
  {
    origin: ruleMatches('a subresource of one resource'),
    rule: rule('* | * | r1/s1'),
    allowed: ['v1 g1 r1/s1', 'v2 g1 r1/s1'],
    refused: [
      ...['v1 g2 r1/s2', 'v1 g1 r2/s1', 'v1 g2 r2/s1'],
      ...['v2 g2 r1/s2', 'v2 g1 r2/s1', 'v2 g2 r2/s1'],
    ],
  },
  {
    origin: ruleMatches('all paths'),
    rule: allowPath('v1', '*'),
    allowed: ['v1 /foo', 'v1 /foo/bar', 'v1 /foo/baz', 'v1 /foo/bar/one', 'v1 /foo/baz/one'],
    refused: ['v2 /foo', 'v2 /foo/bar', 'v2 /foo/baz', 'v2 /foo/bar/one', 'v2 /foo/baz/one'],
  },
  {
    origin: ruleMatches('all paths below one'),
    rule: allowPath('v1', '/foo/*'),
    allowed: ['v1 /foo/bar', 'v1 /foo/baz', 'v1 /foo/bar/one', 'v1 /foo/baz/one'],
    refused: [
      ...['v1 /foo', 'v1 /notfoo', 'v1 /notfoo/bar', 'v1 /notfoo/baz'],
      ...['v1 /notfoo/bar/one', 'v1 /notfoo/baz/one'],
    ],
  },
  {
    origin: ruleMatches('two paths, any verb'),
    rule: allowPath('*', '/foo /foo/bar/one'),
    allowed: ['v1 /foo', 'v1 /foo/bar/one', 'v2 /foo', 'v2 /foo/bar/one'],
    refused: [
      ...['v1 /foo/bar', 'v1 /foo/baz', 'v1 /foo/baz/one'],
      ...['v2 /foo/bar', 'v2 /foo/baz', 'v2 /foo/baz/one'],
    ],
  },
];

/** Subjects of a binding, and whether one of them is the user. */
export interface SubjectCase {
  readonly origin: Origin;
  readonly subjects: readonly Subject[];
  readonly user: User;
  readonly namespace: string;
  readonly expected: boolean;
}

const foobar: Subject = { kind: 'User', name: 'foobar' };
const barfoo: Subject = { kind: 'User', name: 'barfoo' };
const foobars: Subject = { kind: 'Group', name: 'foobar' };
const systemDefault: Subject = {
  kind: 'ServiceAccount',
  name: 'default',
  namespace: 'kube-system',
};
const everybody: Subject[] = [
  { kind: 'Group', name: 'system:authenticated' },
  { kind: 'Group', name: 'system:unauthenticated' },
];

const appliesTo = (
  about: string,
  subjects: readonly Subject[],
  who: User,
  namespace: string,
  expected: boolean,
): SubjectCase => ({
  origin: [resolver, 'TestAppliesTo', about],
  subjects,
  user: who,
  namespace,
  expected,
});

// biome-ignore format: a table, a case a line
export const subjectCases: readonly SubjectCase[] = [
  appliesTo('the only subject is the user', [foobar], user('foobar'), '', true),
  appliesTo('one of several is the user', [barfoo, foobar], user('foobar'), '', true),
  appliesTo('none of several is the user', [barfoo, foobar], user('zimzam'), '', false),
  appliesTo('one of several is a group', [barfoo, foobars], user('zimzam', 'foobar'), '', true),
  appliesTo('a group, whatever the namespace', [barfoo, foobars], user('zimzam', 'foobar'), 'namespace1', true),
  appliesTo('a service account', [barfoo, foobars, systemDefault], user('system:serviceaccount:kube-system:default'), 'default', true),
  appliesTo('* is not every user', [{ kind: 'User', name: '*' }], user('foobar'), 'default', false),
  appliesTo('all, and the user is known', everybody, user('foobar', 'system:authenticated'), 'default', true),
  appliesTo('all, and the user is anonymous', everybody, user('system:anonymous', 'system:unauthenticated'), 'default', true),
];

const readPods = rule('GET WATCH | v1 | pods');
const readServices = rule('GET WATCH | v1 | services');
const allRights = rule('* | * | *');

/** The world of TestDefaultRuleResolver. */
export const resolverWorld: World = {
  roles: [role('namespace1', 'readthings', readPods, readServices)],
  clusterRoles: [
    clusterRole('cluster-admin', allRights),
    clusterRole('write-nodes', rule('PUT CREATE UPDATE | v1 | nodes')),
  ],
  roleBindings: [bind('namespace1', 'b1', 'Role readthings', 'User foobar', 'Group group1')],
  clusterRoleBindings: [bindAll('b2', 'ClusterRole cluster-admin', 'User admin', 'Group admin')],
};

/** Who, where, and the rules that they have there. */
export interface ResolverCase {
  readonly origin: Origin;
  readonly user: User;
  readonly namespace: string;
  readonly rules: readonly PolicyRule[];
}

const resolves = (
  about: string,
  who: User,
  namespace: string,
  ...rules: PolicyRule[]
): ResolverCase => ({
  origin: [resolver, 'TestDefaultRuleResolver', about],
  user: who,
  namespace,
  rules,
});

export const resolverCases: readonly ResolverCase[] = [
  resolves('the namespace of the binding', user('foobar'), 'namespace1', readPods, readServices),
  resolves('another namespace', user('foobar'), 'namespace2'),
  resolves('no namespace: only cluster rules', user('foobar', 'admin'), '', allRights),
  resolves('nobody', user(''), ''),
];

/** Owned and wanted rules, and the pieces that are not covered. */
export interface CoversCase {
  readonly origin: Origin;
  readonly owned: readonly PolicyRule[];
  readonly wanted: readonly PolicyRule[];
  readonly uncovered: readonly PolicyRule[];
}

const covers = (
  test: string,
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
  ...uncovered: PolicyRule[]
): CoversCase => ({
  origin: [comparator, `TestCovers${test}`, uncovered.length === 0 ? 'covered' : 'not covered'],
  ...{ owned, wanted, uncovered },
});

const portions = (group: string) => [
  rule(`delete | ${group} | deployments`),
  rule(`delete | ${group} | builds`),
  rule(`update | ${group} | builds deployments`),
];
const named: PolicyRule = { ...rule('get | v1 | pods'), resourceNames: ['foo', 'bar'] };
const builds = rule('get | v1 | builds');
const buildsAndApis: PolicyRule = { ...builds, nonResourceURLs: ['/apis'] };
const allVerbs = rule('get list watch create update delete exec | v1 | roles');
const twoGroups = [rule('delete update | group1 group2 | builds deployments')];

// biome-ignore format: a table, a case a line
export const coversCases: readonly CoversCase[] = [
  covers('ExactMatch', [builds], [builds]),
  covers('SubresourceWildcard', [rule('get | v1 | */scale')], [rule('get | v1 | foo/scale')]),
  covers('MultipleRulesCoveringSingleRule', portions('v1'), [rule('delete update | v1 | builds deployments')]),
  covers('MultipleAPIGroupsCoveringSingleRule', [...portions('group1'), ...portions('group2')], twoGroups),
  covers('SingleAPIGroupsCoveringMultiple', twoGroups, [...portions('group1'), ...portions('group2')]),
  covers(
    'MultipleRulesMissingSingleVerbResourceCombination',
    [rule('delete update | v1 | builds deployments'), rule('delete | v1 | pods')],
    [rule('delete update | v1 | builds deployments pods')],
    rule('update | v1 | pods'),
  ),
  covers('APIGroupStarCoveringMultiple', [rule('get | * | roles')], [rule('get | group1 group2 | roles')]),
  covers('EnumerationNotCoveringAPIGroupStar', [rule('get | dummy-group | roles')], [rule('get | * | roles')], rule('get | * | roles')),
  covers('APIGroupStarCoveringStar', [rule('get | * | roles')], [rule('get | * | roles')]),
  covers('VerbStarCoveringMultiple', [rule('* | v1 | roles')], [rule('watch list | v1 | roles')]),
  covers('EnumerationNotCoveringVerbStar', [allVerbs], [rule('* | v1 | roles')], rule('* | v1 | roles')),
  covers('VerbStarCoveringStar', [rule('* | v1 | roles')], [rule('* | v1 | roles')]),
  covers('ResourceStarCoveringMultiple', [rule('get | v1 | *')], [rule('get | v1 | resourcegroup:deployments')]),
  covers('EnumerationNotCoveringResourceStar', [rule('get | v1 | roles resourcegroup:deployments')], [rule('get | v1 | *')], rule('get | v1 | *')),
  covers('ResourceStarCoveringStar', [rule('get | v1 | *')], [rule('get | v1 | *')]),
  covers('ResourceNameEmptyCoveringMultiple', [{ ...rule('get | v1 | pods'), resourceNames: [] }], [named]),
  covers('EnumerationNotCoveringResourceNameEmpty', [named], [{ ...rule('get | v1 | pods'), resourceNames: [] }], rule('get | v1 | pods')),
  covers('NonResourceURLs', [allowPath('*', '/apis')], [allowPath('*', '/apis')]),
  covers('NonResourceURLsStar', [allowPath('*', '*')], [allowPath('*', '/apis /apis/v1 /')]),
  covers('NonResourceURLsStarAfterPrefixDoesntCover', [allowPath('*', '/apis/*')], [allowPath('get', '/apis /apis/v1')], allowPath('get', '/apis')),
  covers('NonResourceURLsStarAfterPrefix', [allowPath('*', '/apis/*')], [allowPath('get', '/apis/v1/foo /apis/v1')]),
  covers('NonResourceURLsWithOtherFields', [buildsAndApis], [buildsAndApis]),
  covers('NonResourceURLsWithOtherFieldsFailure', [builds], [buildsAndApis], allowPath('get', '/apis')),
];

const urlTest: Origin = [comparator, 'TestNonResourceURLCovers', 'one URL and another'];

/** An owned URL, a wanted one, and whether it is covered. */
export const urlCases: readonly (readonly [Origin, string, string, boolean])[] = [
  [urlTest, '*', '/api', true],
  [urlTest, '/api', '/api', true],
  [urlTest, '/apis', '/api', false],
  [urlTest, '/api/v1', '/api', false],
  [urlTest, '/api/v1', '/api/v1', true],
  [urlTest, '/api/*', '/api/v1', true],
  [urlTest, '/api/*', '/api', false],
  [urlTest, '/api/*/*', '/api/v1', false],
  [urlTest, '/*/v1/*', '/api/v1', false],
];
