import type { PolicyRule, RequestAttributes, RoleRef, Subject, User } from 'course/kit';
import type { World } from './objects.ts';

// The model looks at the whole at once: it lists every grant of the world, and asks patterns about texts.

/** A rule, to whom it is given, and where: a namespace, or `*` for everywhere. */
interface Grant {
  readonly to: string;
  readonly where: string;
  readonly rule: PolicyRule;
}

function grants(world: World): Grant[] {
  const { clusterRoleBindings = [], roleBindings = [] } = world;
  const all = [
    ...clusterRoleBindings.map((binding) => ({ ...binding, where: '*' })),
    ...roleBindings.map((binding) => ({ ...binding, where: binding.metadata?.namespace ?? '' })),
  ];
  return all.flatMap(({ subjects = [], roleRef, where }) =>
    rulesOf(world, roleRef, where).flatMap((rule) =>
      subjects.map((each) => ({ to: identity(each, where), where, rule })),
    ),
  );
}

function rulesOf(world: World, { kind, name }: RoleRef, where: string): readonly PolicyRule[] {
  const { roles = [], clusterRoles = [] } = world;
  const candidates = kind === 'ClusterRole' ? clusterRoles : kind === 'Role' ? roles : [];
  const home = kind === 'Role' ? where : undefined;
  const found = candidates.find(
    ({ metadata }) => metadata?.name === name && metadata.namespace === home,
  );
  return found?.rules ?? [];
}

/** A service account is the user of that name. */
function identity({ kind, name, namespace }: Subject, where: string): string {
  if (kind !== 'ServiceAccount') return `${kind} ${name}`;
  return `User system:serviceaccount:${namespace ?? where}:${name}`;
}

function rulesOfUser(world: World, { name, groups }: User, namespace: string): PolicyRule[] {
  const identities = [`User ${name}`, ...groups.map((group) => `Group ${group}`)];
  return grants(world)
    .filter(({ to }) => identities.includes(to))
    .filter(({ where }) => where === '*' || where === namespace)
    .map(({ rule }) => rule);
}

/** One of these texts; `*` stands for `any`, and `*` in front of `/` for a word. */
function oneOf(texts: readonly string[] = [], any = '.*'): string {
  const patterns = texts.map((text) => {
    if (text === '*') return any;
    return text.startsWith('*/') ? `[^/ ]*${escaped(text.slice(1))}` : escaped(text);
  });
  return `(${patterns.length > 0 ? patterns.join('|') : '(?!)'})`;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** All texts `verb group resource name` or `verb url` that a rule covers. */
function pattern({ verbs, apiGroups, resources, resourceNames = [], nonResourceURLs }: PolicyRule) {
  const names = resourceNames.length > 0 ? `(${resourceNames.map(escaped).join('|')})` : '.*';
  const urls = (nonResourceURLs ?? []).map((url) =>
    url.endsWith('*') ? `${escaped(url.slice(0, -1))}.*` : escaped(url),
  );
  const verb = oneOf(verbs, '[^ ]*');
  const what = `${oneOf(apiGroups, '[^ ]*')} ${oneOf(resources, '[^ ]*')} ${names}`;
  return new RegExp(`^(resource ${verb} ${what}|url ${verb} (${urls.join('|') || '(?!)'}))$`);
}

/** What the authorizer should answer. */
export function allowed(world: World, asked: RequestAttributes): boolean {
  const { verb, apiGroup, resource, subresource, name, path } = asked;
  const combined = subresource ? `${resource}/${subresource}` : resource;
  const text = asked.isResourceRequest
    ? `resource ${verb} ${apiGroup} ${combined} ${name}`
    : `url ${verb} ${path}`;
  const rules = rulesOfUser(world, asked.user, asked.namespace);
  return rules.some((rule) => pattern(rule).test(text));
}

/** What rulesFor should list, each rule once, as sorted texts. */
export function listed(world: World, who: User, namespace: string): string[] {
  const rules = rulesOfUser(world, who, namespace);
  return texts([
    ...rules.filter((r) => r.resources?.length).map((r) => ({ ...r, nonResourceURLs: [] })),
    ...rules
      .filter((r) => r.nonResourceURLs?.length)
      .map(({ verbs, nonResourceURLs = [] }) => ({ verbs, nonResourceURLs })),
  ]);
}

/** Which pieces of `wanted` are in no rule of `owned`, as sorted texts. */
export function uncovered(owned: readonly PolicyRule[], wanted: readonly PolicyRule[]): string[] {
  const patterns = owned.map(pattern);
  const pieces = wanted.flatMap((rule) =>
    rule.verbs.flatMap((verb) => [
      ...(rule.apiGroups ?? []).flatMap((group) =>
        (rule.resources ?? []).flatMap((resource) =>
          (rule.resourceNames?.length ? rule.resourceNames : ['']).map(
            (name) => `resource ${verb} ${group} ${resource} ${name}`,
          ),
        ),
      ),
      ...(rule.nonResourceURLs ?? []).map((url) => `url ${verb} ${url}`),
    ]),
  );
  return [...new Set(pieces)].filter((piece) => !patterns.some((each) => each.test(piece))).sort();
}

/** The same texts for the pieces that the graded code gave. */
export function pieceTexts(rules: readonly PolicyRule[]): string[] {
  const written = rules.map(({ verbs, apiGroups, resources, resourceNames = [], ...rest }) =>
    rest.nonResourceURLs?.length
      ? `url ${verbs} ${rest.nonResourceURLs}`
      : `resource ${verbs} ${apiGroups} ${resources} ${resourceNames}`,
  );
  return [...new Set(written)].sort();
}

/** Rules as texts, sorted, each once; absent and empty parts are the same. */
export function texts(rules: readonly Partial<PolicyRule>[]): string[] {
  const parts = ['verbs', 'apiGroups', 'resources', 'resourceNames', 'nonResourceURLs'] as const;
  const written = rules.map((rule) =>
    parts
      .filter((part) => rule[part]?.length)
      .map((part) => `${part}: ${rule[part]?.map((each) => each || "''").join(' ')}`)
      .join(', '),
  );
  return [...new Set(written)].sort();
}
