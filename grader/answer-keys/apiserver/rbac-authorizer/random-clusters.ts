import type { PolicyRule, RequestAttributes, RequestInfo, User } from 'course/kit';
import fc from 'fast-check';
import {
  bind,
  bindAll,
  by,
  clusterRole,
  request,
  role,
  user,
  visit,
  type World,
} from './objects.ts';

const some = <T>(...values: T[]) => fc.subarray(values, { minLength: 1, maxLength: 2 });

const resourceRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: some('get', 'list', 'create', '*'),
  apiGroups: some('', 'batch', '*'),
  resources: some('pods', 'pods/log', 'jobs', 'jobs/scale', '*/scale', '*/log', '*'),
  resourceNames: fc.constantFrom([], [], ['web'], ['web', 'db'], ['*']),
});

const pathRule: fc.Arbitrary<PolicyRule> = fc.record({
  verbs: some('get', 'post', '*'),
  nonResourceURLs: some('/a', '/a/*', '/a/b', '/a*', '*'),
});

/** Rules of both kinds, no more than three. */
export const rules: fc.Arbitrary<PolicyRule[]> = fc.array(
  fc.oneof({ weight: 3, arbitrary: resourceRule }, { weight: 1, arbitrary: pathRule }),
  { minLength: 1, maxLength: 3 },
);

const namespace = fc.constantFrom('dev', 'prod');
const name = fc.constantFrom('a', 'b');
const subjects = fc.subarray(
  [
    ...['User ann', 'User bob', 'User *', 'Group devs', 'Group ann'],
    ...['ServiceAccount dev/ci', 'ServiceAccount ci', 'ServiceAccount prod/ci', 'Robot ann'],
    'User system:serviceaccount:dev:ci',
  ],
  { minLength: 0, maxLength: 3 },
);
const ref = fc.constantFrom('Role a', 'Role b', 'ClusterRole a', 'ClusterRole b');

/** No two objects of a kind share a name. */
const distinct = <T>(each: fc.Arbitrary<T>, key: (value: T) => string, maxLength = 3) =>
  fc.uniqueArray(each, { selector: key, maxLength });

/** Two roles of each name at most, in a namespace or cluster-wide, and who has them. */
export const worlds: fc.Arbitrary<World> = fc
  .record({
    roles: distinct(fc.tuple(namespace, name, rules), ([at, named]) => `${at}/${named}`),
    clusterRoles: distinct(fc.tuple(name, rules), ([named]) => named, 2),
    local: fc.array(fc.tuple(namespace, ref, subjects), { maxLength: 4 }),
    global: fc.array(fc.tuple(ref, subjects), { maxLength: 2 }),
  })
  .map(({ roles, clusterRoles, local, global }) => ({
    roles: roles.map(([at, named, given]) => role(at, named, ...given)),
    clusterRoles: clusterRoles.map(([named, given]) => clusterRole(named, ...given)),
    roleBindings: local.map(([at, to, who], i) => bind(at, `r${i}`, to, ...who)),
    clusterRoleBindings: global.map(([to, who], i) => bindAll(`c${i}`, to, ...who)),
  }));

export const users: fc.Arbitrary<User> = fc.constantFrom(
  user('ann', 'devs'),
  user('ann'),
  user('bob', 'ann'),
  user('system:serviceaccount:dev:ci', 'system:serviceaccounts', 'system:serviceaccounts:dev'),
);

const asked: fc.Arbitrary<RequestInfo> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom('get', 'list', 'create'),
        fc.constantFrom('pods', 'pods/log', 'jobs', 'jobs/scale'),
        fc.record({
          apiGroup: fc.constantFrom('', 'batch', 'apps'),
          name: fc.constantFrom('', 'web', 'db'),
          namespace: fc.constantFrom('dev', 'dev', 'prod', ''),
        }),
      )
      .map(([verb, what, parts]) => request(verb, what, parts)),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('get', 'post'), fc.constantFrom('/a', '/a/b', '/ab', '/b'))
      .map(([verb, path]) => visit(verb, path)),
  },
);

/** A few questions. */
export const questions: fc.Arbitrary<RequestAttributes[]> = fc.array(
  fc.tuple(users, asked).map(([who, what]) => by(who, what)),
  { minLength: 3, maxLength: 5 },
);

/** A user and a namespace of which to ask for all rules. */
export const places: fc.Arbitrary<[User, string]> = fc.tuple(
  users,
  fc.constantFrom('dev', 'prod', ''),
);
