// By somebody who knew only lesson, brief, stub and kit. All grants are collected first; pieces are asked about as requests.
import type {
  ClusterRole,
  ClusterRoleBinding,
  Decision,
  Lister,
  NonResourceRule,
  PolicyRule,
  RequestAttributes,
  RequestInfo,
  ResourceRule,
  Role,
  RoleBinding,
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

/** Does this rule, by itself, allow the request? */
export function ruleAllows(rule: PolicyRule, request: RequestInfo): boolean {
  if (!request.isResourceRequest) {
    return has(rule.verbs, request.verb) && pathFits(rule.nonResourceURLs ?? [], request.path);
  }
  return (
    has(rule.verbs, request.verb) &&
    has(rule.apiGroups, request.apiGroup) &&
    resourceFits(rule.resources ?? [], request.resource, request.subresource) &&
    nameFits(rule.resourceNames ?? [], request.name)
  );
}

function has(list: readonly string[] | undefined, text: string): boolean {
  return list !== undefined && (list.includes('*') || list.includes(text));
}

function resourceFits(list: readonly string[], resource: string, subresource: string): boolean {
  if (subresource === '') return has(list, resource);
  return has(list, `${resource}/${subresource}`) || list.includes(`*/${subresource}`);
}

function nameFits(list: readonly string[], name: string): boolean {
  return list.length === 0 || list.includes(name);
}

function pathFits(list: readonly string[], path: string): boolean {
  return list.some(
    (entry) =>
      entry === path || (entry.endsWith('*') && path.startsWith(entry.replace(/\*+$/, ''))),
  );
}

/**
 * Is the user meant by this subject of a binding?
 * `bindingNamespace` is the namespace of a RoleBinding, '' for a ClusterRoleBinding.
 */
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

/** A binding that counts, with what its role gives. */
interface Grant {
  rules: readonly PolicyRule[];
  /** `RoleBinding "read/dev" of Role "reader" to User "ann"` */
  describe(): string;
}

/** Role-based access control. Its `authorize` is an Authorizer of the kit: it never throws. */
export class RbacAuthorizer {
  readonly #listers: RbacListers;

  constructor(listers: RbacListers) {
    this.#listers = listers;
  }

  /** May this user do this? */
  authorize(attributes: RequestAttributes): Decision {
    const { grants, problems } = this.#grants(attributes.user, attributes.namespace);
    for (const grant of grants) {
      if (grant.rules.some((rule) => ruleAllows(rule, attributes))) {
        return { allowed: true, reason: `RBAC: allowed by ${grant.describe()}` };
      }
    }
    return { allowed: false, reason: problems.size === 0 ? '' : `RBAC: ${join(problems)}` };
  }

  /** All that the user may do in a namespace. '' is no namespace. */
  rulesFor(user: User, namespace: string): SubjectRulesReviewStatus {
    const { grants, problems } = this.#grants(user, namespace);
    const resourceRules: ResourceRule[] = [];
    const nonResourceRules: NonResourceRule[] = [];
    for (const rule of grants.flatMap((grant) => grant.rules)) {
      if (rule.resources?.length) {
        resourceRules.push({
          verbs: [...rule.verbs],
          apiGroups: [...(rule.apiGroups ?? [])],
          resources: [...rule.resources],
          resourceNames: [...(rule.resourceNames ?? [])],
        });
      }
      if (rule.nonResourceURLs?.length) {
        nonResourceRules.push({
          verbs: [...rule.verbs],
          nonResourceURLs: [...rule.nonResourceURLs],
        });
      }
    }
    const status: SubjectRulesReviewStatus = { resourceRules, nonResourceRules, incomplete: false };
    if (problems.size > 0) status.evaluationError = join(problems);
    return status;
  }

  /** What the user would give away without having it. */
  missingRules(user: User, namespace: string, rules: readonly PolicyRule[]): PolicyRule[] {
    if (user.groups.includes('system:masters')) return [];
    const { grants } = this.#grants(user, namespace);
    return uncoveredRules(
      grants.flatMap((grant) => grant.rules),
      rules,
    );
  }

  #grants(user: User, namespace: string): { grants: Grant[]; problems: Set<string> } {
    const grants: Grant[] = [];
    const problems = new Set<string>();

    const visit = (binding: ClusterRoleBinding | RoleBinding, title: string, home: string) => {
      const subject = binding.subjects?.find((each) => subjectMatches(each, user, home));
      if (!subject) return;
      const { kind, name } = binding.roleRef;
      let role: Role | ClusterRole | undefined;
      if (kind === 'ClusterRole') role = this.#listers.clusterRoles.get('', name);
      else if (kind === 'Role')
        role = home === '' ? undefined : this.#listers.roles.get(home, name);
      else {
        problems.add(`unsupported role reference kind: "${kind}"`);
        return;
      }
      if (!role) {
        problems.add(`${kind.toLowerCase()}.rbac.authorization.k8s.io "${name}" not found`);
        return;
      }
      grants.push({
        rules: role.rules ?? [],
        describe: () => `${title} of ${kind} "${name}" to ${subjectText(subject, home)}`,
      });
    };

    for (const binding of this.#listers.clusterRoleBindings.list()) {
      visit(binding, `ClusterRoleBinding "${binding.metadata.name}"`, '');
    }
    if (namespace !== '') {
      for (const binding of this.#listers.roleBindings.list(namespace)) {
        visit(binding, `RoleBinding "${binding.metadata.name}/${namespace}"`, namespace);
      }
    }
    return { grants, problems };
  }
}

function subjectText(subject: Subject, bindingNamespace: string): string {
  return subject.kind === 'ServiceAccount'
    ? `ServiceAccount "${subject.name}/${subject.namespace || bindingNamespace}"`
    : `${subject.kind} "${subject.name}"`;
}

function join(problems: ReadonlySet<string>): string {
  const all = [...problems];
  return all.length === 1 ? all[0]! : `[${all.join(', ')}]`;
}

/** The smallest pieces of `wanted` that no rule of `owned` covers. */
export function uncoveredRules(
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): PolicyRule[] {
  return wanted.flatMap(pieces).filter((piece) => {
    const request = requestFor(piece);
    const anyName = piece.resources !== undefined && piece.resourceNames === undefined;
    const named = (rule: PolicyRule) => (rule.resourceNames ?? []).length > 0;
    return !owned.some((rule) => !(anyName && named(rule)) && ruleAllows(rule, request));
  });
}

function pieces(rule: PolicyRule): PolicyRule[] {
  const result: PolicyRule[] = [];
  for (const verb of rule.verbs) {
    for (const group of rule.apiGroups ?? []) {
      for (const resource of rule.resources ?? []) {
        const piece = { verbs: [verb], apiGroups: [group], resources: [resource] };
        if (!rule.resourceNames?.length) result.push(piece);
        else
          for (const name of rule.resourceNames) result.push({ ...piece, resourceNames: [name] });
      }
    }
    for (const url of rule.nonResourceURLs ?? []) {
      result.push({ verbs: [verb], nonResourceURLs: [url] });
    }
  }
  return result;
}

/** The request for exactly this piece; a `*` in it is a text like others. */
function requestFor(piece: PolicyRule): RequestInfo {
  const whole = piece.resources?.[0] ?? '';
  const slash = whole.indexOf('/');
  return {
    isResourceRequest: piece.nonResourceURLs === undefined,
    path: piece.nonResourceURLs?.[0] ?? '',
    verb: piece.verbs[0]!,
    apiPrefix: '',
    apiGroup: piece.apiGroups?.[0] ?? '',
    apiVersion: '',
    namespace: '',
    resource: slash < 0 ? whole : whole.slice(0, slash),
    subresource: slash < 0 ? '' : whole.slice(slash + 1),
    name: piece.resourceNames?.[0] ?? '',
  };
}
