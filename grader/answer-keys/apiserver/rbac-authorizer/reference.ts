import type {
  ClusterRole,
  ClusterRoleBinding,
  Decision,
  Lister,
  PolicyRule,
  RequestAttributes,
  RequestInfo,
  Role,
  RoleBinding,
  RoleRef,
  Subject,
  SubjectRulesReviewStatus,
  User,
} from 'course/kit';

/** Where the authorizer looks things up: caches of the four kinds, kept fresh by others. */
export interface RbacListers {
  readonly roles: Lister<Role>;
  readonly clusterRoles: Lister<ClusterRole>;
  readonly roleBindings: Lister<RoleBinding>;
  readonly clusterRoleBindings: Lister<ClusterRoleBinding>;
}

/**
 * The smallest thing that somebody may want: to do one thing with one resource (`pods/log`), or with one path.
 * A request without a name has the name ''. Without any is who wants to do it whatever the name.
 */
type Wish =
  | { verb: string; apiGroup: string; resource: string; name: string | undefined }
  | { verb: string; path: string };

/** Does this rule, by itself, allow the request? */
export function ruleAllows(rule: PolicyRule, request: RequestInfo): boolean {
  const { verb, apiGroup, resource, subresource, name, path } = request;
  if (!request.isResourceRequest) return covers(rule, { verb, path });
  const combined = subresource ? `${resource}/${subresource}` : resource;
  return covers(rule, { verb, apiGroup, resource: combined, name });
}

function covers(rule: PolicyRule, wish: Wish): boolean {
  if (!listed(rule.verbs, wish.verb)) return false;
  if ('path' in wish) return coversPath(rule, wish.path);
  return (
    listed(rule.apiGroups, wish.apiGroup) &&
    coversResource(rule, wish.resource) &&
    coversName(rule, wish.name)
  );
}

function coversResource({ resources }: PolicyRule, resource: string): boolean {
  const anyWithSubresource = resource.replace(/^[^/]*\//, '*/');
  return listed(resources, resource) || listed(resources, anyWithSubresource);
}

function coversName({ resourceNames = [] }: PolicyRule, name: string | undefined): boolean {
  return resourceNames.length === 0 || resourceNames.some((each) => each === name);
}

function coversPath({ nonResourceURLs = [] }: PolicyRule, path: string): boolean {
  return nonResourceURLs.some(
    (url) => url === path || (url.endsWith('*') && path.startsWith(url.replace(/\*+$/, ''))),
  );
}

function listed(entries: readonly string[] | undefined, wanted: string): boolean {
  return entries !== undefined && (entries.includes('*') || entries.includes(wanted));
}

/** Does the user stand behind this subject of a binding? `bindingNamespace` is '' for a ClusterRoleBinding. */
export function subjectMatches(subject: Subject, user: User, bindingNamespace: string): boolean {
  switch (subject.kind) {
    case 'User':
      return user.name === subject.name;
    case 'Group':
      return user.groups.includes(subject.name);
    case 'ServiceAccount': {
      const namespace = subject.namespace || bindingNamespace;
      return namespace !== '' && user.name === `system:serviceaccount:${namespace}:${subject.name}`;
    }
    default:
      return false;
  }
}

/** A rule that a user has, and by which binding; or why a binding gives none. */
type Finding = { rule: PolicyRule; source: string } | { problem: string };

/** Role-based access control: a user may do what a rule of a role allows that is bound to them, and nothing else. */
export class RbacAuthorizer {
  readonly #listers: RbacListers;

  constructor(listers: RbacListers) {
    this.#listers = listers;
  }

  /** May this user do this? */
  authorize(attributes: RequestAttributes): Decision {
    const problems: string[] = [];
    for (const finding of this.#findings(attributes.user, attributes.namespace))
      if ('problem' in finding) problems.push(finding.problem);
      else if (ruleAllows(finding.rule, attributes))
        return { allowed: true, reason: `RBAC: allowed by ${finding.source}` };
    return { allowed: false, reason: problems.length > 0 ? `RBAC: ${together(problems)}` : '' };
  }

  /** All that the user may do in a namespace: what `kubectl auth can-i --list` prints. */
  rulesFor(user: User, namespace: string): SubjectRulesReviewStatus {
    const { rules, problems } = this.#rules(user, namespace);
    return {
      resourceRules: rules
        .filter(({ resources = [] }) => resources.length > 0)
        .map(({ verbs, apiGroups, resources, resourceNames }) => {
          return { verbs, apiGroups, resources, resourceNames };
        }),
      nonResourceRules: rules
        .filter(({ nonResourceURLs = [] }) => nonResourceURLs.length > 0)
        .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
      incomplete: false,
      evaluationError: problems.length > 0 ? together(problems) : undefined,
    };
  }

  /** What the user would give away, by writing or binding a role with these rules, without having it. */
  missingRules(user: User, namespace: string, rules: readonly PolicyRule[]): PolicyRule[] {
    if (user.groups.includes('system:masters')) return [];
    return uncoveredRules(this.#rules(user, namespace).rules, rules);
  }

  #rules(user: User, namespace: string): { rules: PolicyRule[]; problems: string[] } {
    const findings = [...this.#findings(user, namespace)];
    return {
      rules: findings.flatMap((finding) => ('rule' in finding ? [finding.rule] : [])),
      problems: findings.flatMap((finding) => ('problem' in finding ? [finding.problem] : [])),
    };
  }

  /** Every rule that a binding gives to the user, one at a time, so that the first yes ends the search. */
  *#findings(user: User, namespace: string): Generator<Finding> {
    const { roleBindings, clusterRoleBindings } = this.#listers;
    for (const binding of clusterRoleBindings.list())
      yield* this.#given(binding, `ClusterRoleBinding "${binding.metadata.name}"`, '', user);
    if (namespace === '') return;
    for (const binding of roleBindings.list(namespace)) {
      const title = `RoleBinding "${binding.metadata.name}/${namespace}"`;
      yield* this.#given(binding, title, namespace, user);
    }
  }

  *#given(
    { subjects = [], roleRef }: Pick<RoleBinding, 'subjects' | 'roleRef'>,
    title: string,
    namespace: string,
    user: User,
  ): Generator<Finding> {
    const subject = subjects.find((each) => subjectMatches(each, user, namespace));
    if (!subject) return;
    const role = this.#role(roleRef, namespace);
    if (typeof role === 'string') return yield { problem: role };
    const source = `${title} of ${roleRef.kind} "${roleRef.name}" to ${told(subject, namespace)}`;
    for (const rule of role.rules ?? []) yield { rule, source };
  }

  /** The role that a binding refers to, or why there is none. */
  #role({ kind, name }: RoleRef, namespace: string): Pick<Role, 'rules'> | string {
    const { roles, clusterRoles } = this.#listers;
    if (kind !== 'Role' && kind !== 'ClusterRole')
      return `unsupported role reference kind: "${kind}"`;
    const role = kind === 'Role' ? roles.get(namespace, name) : clusterRoles.get('', name);
    return role ?? `${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`;
  }
}

function told({ kind, name, namespace }: Subject, bindingNamespace: string): string {
  const suffix = kind === 'ServiceAccount' ? `/${namespace || bindingNamespace}` : '';
  return `${kind} "${name}${suffix}"`;
}

/** Each problem once, in brackets when there are several. */
function together(problems: readonly string[]): string {
  const texts = [...new Set(problems)];
  return texts.length === 1 ? texts.join() : `[${texts.join(', ')}]`;
}

/** The smallest pieces of `wanted` that no rule of `owned` covers. */
export function uncoveredRules(
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): PolicyRule[] {
  return wanted
    .flatMap(wishes)
    .filter((wish) => !owned.some((rule) => covers(rule, wish)))
    .map(asRule);
}

/** A rule in its smallest pieces. A `*` in one is a text that only a `*` covers. */
function wishes(rule: PolicyRule): Wish[] {
  const { verbs, apiGroups = [], resources = [], resourceNames = [], nonResourceURLs = [] } = rule;
  const names = resourceNames.length > 0 ? resourceNames : [undefined];
  return verbs.flatMap((verb) => [
    ...apiGroups.flatMap((apiGroup) =>
      resources.flatMap((resource) => names.map((name) => ({ verb, apiGroup, resource, name }))),
    ),
    ...nonResourceURLs.map((path) => ({ verb, path })),
  ]);
}

function asRule(wish: Wish): PolicyRule {
  const verbs = [wish.verb];
  if ('path' in wish) return { verbs, nonResourceURLs: [wish.path] };
  const { apiGroup, resource, name } = wish;
  const whole = { verbs, apiGroups: [apiGroup], resources: [resource] };
  return name === undefined ? whole : { ...whole, resourceNames: [name] };
}
