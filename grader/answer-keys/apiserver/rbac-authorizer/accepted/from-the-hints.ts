// Put together from the last rungs of the hints.
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

export interface RbacListers {
  readonly roles: Lister<Role>;
  readonly clusterRoles: Lister<ClusterRole>;
  readonly roleBindings: Lister<RoleBinding>;
  readonly clusterRoleBindings: Lister<ClusterRoleBinding>;
}

function covers(list: readonly string[] = [], text: string): boolean {
  return list.includes('*') || list.includes(text);
}

function coversResource(
  list: readonly string[] = [],
  resource: string,
  subresource: string,
): boolean {
  if (subresource === '') return covers(list, resource);
  return covers(list, `${resource}/${subresource}`) || list.includes(`*/${subresource}`);
}

function coversPath(urls: readonly string[] = [], path: string): boolean {
  return urls.some((url) => {
    if (!url.endsWith('*')) return url === path;
    const start = url.replace(/\*+$/, '');
    return path.startsWith(start);
  });
}

export function ruleAllows(rule: PolicyRule, request: RequestInfo): boolean {
  const { verb, apiGroup, name } = request;
  const { resource, subresource } = request;
  if (!covers(rule.verbs, verb)) return false;
  if (!request.isResourceRequest) return coversPath(rule.nonResourceURLs, request.path);
  const names = rule.resourceNames ?? [];
  return (
    covers(rule.apiGroups, apiGroup) &&
    coversResource(rule.resources, resource, subresource) &&
    (names.length === 0 || names.includes(name))
  );
}

export function subjectMatches(subject: Subject, user: User, bindingNamespace: string): boolean {
  const { kind, name } = subject;
  if (kind === 'User') return user.name === name;
  if (kind === 'Group') return user.groups.includes(name);
  if (kind !== 'ServiceAccount') return false;
  const namespace = subject.namespace || bindingNamespace;
  const long = `system:serviceaccount:${namespace}:${name}`;
  return namespace !== '' && user.name === long;
}

interface Grant {
  rule: PolicyRule;
  source: string;
}

function toldSubject({ kind, name, namespace }: Subject, at: string): string {
  if (kind !== 'ServiceAccount') return `${kind} "${name}"`;
  return `${kind} "${name}/${namespace || at}"`;
}

function problemOf({ kind, name }: RoleRef): string {
  if (kind !== 'Role' && kind !== 'ClusterRole')
    return `unsupported role reference kind: "${kind}"`;
  const group = 'rbac.authorization.k8s.io';
  return `${kind.toLowerCase()}.${group} "${name}" not found`;
}

function together(problems: string[]): string {
  const texts = [...new Set(problems)];
  const all = texts.join(', ');
  return texts.length > 1 ? `[${all}]` : all;
}

export class RbacAuthorizer {
  readonly #listers: RbacListers;

  constructor(listers: RbacListers) {
    this.#listers = listers;
  }

  #granted(user: User, namespace: string) {
    const { roleBindings, clusterRoleBindings } = this.#listers;
    const grants: Grant[] = [];
    const problems: string[] = [];
    const add = (binding: RoleBinding | ClusterRoleBinding, title: string, at: string) => {
      const subject = binding.subjects?.find((each) => subjectMatches(each, user, at));
      if (!subject) return;
      const { roleRef } = binding;
      const role = this.#role(roleRef, at);
      if (!role) problems.push(problemOf(roleRef));
      const whom = toldSubject(subject, at);
      const source = `${title} of ${roleRef.kind} "${roleRef.name}" to ${whom}`;
      for (const rule of role?.rules ?? []) grants.push({ rule, source });
    };
    for (const binding of clusterRoleBindings.list())
      add(binding, `ClusterRoleBinding "${binding.metadata.name}"`, '');
    if (namespace !== '')
      for (const binding of roleBindings.list(namespace))
        add(binding, `RoleBinding "${binding.metadata.name}/${namespace}"`, namespace);
    return { grants, problems };
  }

  #role({ kind, name }: RoleRef, namespace: string): Role | ClusterRole | undefined {
    const { roles, clusterRoles } = this.#listers;
    if (kind === 'Role') return roles.get(namespace, name);
    if (kind === 'ClusterRole') return clusterRoles.get('', name);
    return undefined;
  }

  authorize(attributes: RequestAttributes): Decision {
    const { user, namespace } = attributes;
    const { grants, problems } = this.#granted(user, namespace);
    const grant = grants.find(({ rule }) => ruleAllows(rule, attributes));
    if (grant)
      return {
        allowed: true,
        reason: `RBAC: allowed by ${grant.source}`,
      };
    const all = together(problems);
    return {
      allowed: false,
      reason: all && `RBAC: ${all}`,
    };
  }

  rulesFor(user: User, namespace: string): SubjectRulesReviewStatus {
    const { grants, problems } = this.#granted(user, namespace);
    const rules = grants.map(({ rule }) => rule);
    const resourceRules = rules
      .filter((rule) => rule.resources?.length)
      .map((rule) => ({
        verbs: rule.verbs,
        apiGroups: rule.apiGroups,
        resources: rule.resources,
        resourceNames: rule.resourceNames,
      }));
    const nonResourceRules = rules
      .filter((rule) => rule.nonResourceURLs?.length)
      .map((rule) => ({
        verbs: rule.verbs,
        nonResourceURLs: rule.nonResourceURLs,
      }));
    return {
      resourceRules,
      nonResourceRules,
      incomplete: false,
      evaluationError: together(problems) || undefined,
    };
  }

  missingRules(user: User, namespace: string, rules: readonly PolicyRule[]): PolicyRule[] {
    if (user.groups.includes('system:masters')) return [];
    const { grants } = this.#granted(user, namespace);
    const owned = grants.map(({ rule }) => rule);
    return uncoveredRules(owned, rules);
  }
}

function piecesOf(rule: PolicyRule): PolicyRule[] {
  const pieces: PolicyRule[] = [];
  const names: (string | undefined)[] = rule.resourceNames?.length
    ? rule.resourceNames
    : [undefined];
  for (const verb of rule.verbs) {
    for (const group of rule.apiGroups ?? [])
      for (const resource of rule.resources ?? [])
        for (const name of names)
          pieces.push({
            verbs: [verb],
            apiGroups: [group],
            resources: [resource],
            ...(name !== undefined && { resourceNames: [name] }),
          });
    for (const url of rule.nonResourceURLs ?? [])
      pieces.push({
        verbs: [verb],
        nonResourceURLs: [url],
      });
  }
  return pieces;
}

function requestFor(piece: PolicyRule): RequestInfo {
  const [whole = ''] = piece.resources ?? [];
  const [resource = '', ...rest] = whole.split('/');
  return {
    isResourceRequest: !piece.nonResourceURLs,
    path: piece.nonResourceURLs?.[0] ?? '',
    verb: piece.verbs[0] ?? '',
    apiPrefix: '',
    apiGroup: piece.apiGroups?.[0] ?? '',
    apiVersion: '',
    namespace: '',
    resource,
    subresource: rest.join('/'),
    name: piece.resourceNames?.[0] ?? '',
  };
}

function coversPiece(rule: PolicyRule, piece: PolicyRule): boolean {
  const anyName = piece.resources && !piece.resourceNames;
  if (anyName && rule.resourceNames?.length) return false;
  return ruleAllows(rule, requestFor(piece));
}

export function uncoveredRules(
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): PolicyRule[] {
  return wanted
    .flatMap(piecesOf)
    .filter((piece) => !owned.some((rule) => coversPiece(rule, piece)));
}
