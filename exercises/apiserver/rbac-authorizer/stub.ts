import {
  type ClusterRole,
  type ClusterRoleBinding,
  type Decision,
  type Lister,
  NotImplemented,
  type PolicyRule,
  type RequestAttributes,
  type RequestInfo,
  type Role,
  type RoleBinding,
  type Subject,
  type SubjectRulesReviewStatus,
  type User,
} from 'course/kit';

/** Where the authorizer looks things up: caches of the four kinds, kept fresh by others. */
export interface RbacListers {
  readonly roles: Lister<Role>;
  readonly clusterRoles: Lister<ClusterRole>;
  readonly roleBindings: Lister<RoleBinding>;
  readonly clusterRoleBindings: Lister<ClusterRoleBinding>;
}

/**
 * Does this rule, by itself, allow the request?
 *
 * Settled by: pkg/apis/rbac/v1/evaluation_helpers.go and RuleAllows in plugin/pkg/auth/authorizer/rbac/rbac.go.
 */
export function ruleAllows(rule: PolicyRule, request: RequestInfo): boolean {
  // TODO step 1, Resources (rules 1 to 6).
  // TODO step 2, Paths (rules 7 and 8).
  throw new NotImplemented('step 1: ruleAllows');
}

/**
 * Is the user meant by this subject of a binding?
 * `bindingNamespace` is the namespace of a RoleBinding, '' for a ClusterRoleBinding.
 *
 * Settled by: appliesToUser in pkg/registry/rbac/validation/rule.go.
 */
export function subjectMatches(subject: Subject, user: User, bindingNamespace: string): boolean {
  // TODO step 3, Subjects (rules 9 to 11).
  throw new NotImplemented('step 3: subjectMatches');
}

/** Role-based access control. Its `authorize` is an Authorizer of the kit: it never throws. */
export class RbacAuthorizer {
  readonly #listers: RbacListers;

  constructor(listers: RbacListers) {
    this.#listers = listers;
  }

  /**
   * May this user do this? `reason` says which binding allows it, or what was found broken on the way to a no:
   * `RBAC: allowed by RoleBinding "read/dev" of Role "reader" to User "ann"`.
   *
   * Settled by: RBACAuthorizer.Authorize in plugin/pkg/auth/authorizer/rbac/rbac.go.
   */
  authorize(attributes: RequestAttributes): Decision {
    // TODO step 4, Bindings (rules 12 to 16). For now `reason` may be ''.
    // TODO step 5, Reasons (rules 17 to 19).
    throw new NotImplemented('step 4: authorize');
  }

  /**
   * All that the user may do in a namespace: what `kubectl auth can-i --list` prints. '' is no namespace.
   *
   * Settled by: RBACAuthorizer.RulesFor in plugin/pkg/auth/authorizer/rbac/rbac.go.
   */
  rulesFor(user: User, namespace: string): SubjectRulesReviewStatus {
    // TODO step 6, What may I do (rules 20 and 21).
    throw new NotImplemented('step 6: rulesFor');
  }

  /**
   * What the user would give away without having it, by writing or binding a role with these rules in the namespace
   * ('' for the whole cluster). Empty: it may be done.
   *
   * Settled by: ConfirmNoEscalation in pkg/registry/rbac/validation/rule.go.
   */
  missingRules(user: User, namespace: string, rules: readonly PolicyRule[]): PolicyRule[] {
    // TODO step 7, Granting (rule 24).
    throw new NotImplemented('step 7: missingRules');
  }
}

/**
 * The smallest pieces of `wanted` that no rule of `owned` covers, for example
 * `{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }`.
 *
 * Settled by: Covers in component-helpers auth/rbac/validation/policy_comparator.go.
 */
export function uncoveredRules(
  owned: readonly PolicyRule[],
  wanted: readonly PolicyRule[],
): PolicyRule[] {
  // TODO step 7, Granting (rules 22 and 23).
  throw new NotImplemented('step 7: uncoveredRules');
}
