import type {
  Authenticator,
  Authorizer,
  ChangeHistory,
  Clock,
  ClusterRole,
  ClusterRoleBinding,
  Credentials,
  EtcdParts,
  KeyValueStore,
  Lister,
  MultiVersionStore,
  ObjectMatcher,
  Random,
  ResourceRegistry,
  ResourceStrategy,
  Role,
  RoleBinding,
  Secret,
  SelectorRequirement,
  StringMap,
  User,
  Watchable,
} from 'course/kit';

/** What the simulation needs of this exercise's file. */
export interface RegistryPart {
  readonly Registry: new (
    strategy: ResourceStrategy,
    options: {
      readonly store: KeyValueStore;
      readonly clock: Clock;
      readonly random: Random;
      readonly newUid: () => string;
      readonly matches: ObjectMatcher;
    },
  ) => ResourceRegistry;
}

/** What it needs of apiserver/authentication. */
export interface AuthenticationPart {
  authenticate(
    authenticators: readonly Authenticator[],
    credentials: Credentials,
    anonymous: boolean,
    now: number,
  ): User;
  authenticateBearer(
    authenticators: readonly Authenticator<string>[],
    credentials: Credentials,
    now: number,
  ): User | undefined;
  authenticateBootstrapToken(
    getSecret: (namespace: string, name: string) => Secret | undefined,
    token: string,
    now: number,
  ): User | undefined;
}

/** Where the authorizer looks things up. */
export interface RbacListers {
  readonly roles: Lister<Role>;
  readonly clusterRoles: Lister<ClusterRole>;
  readonly roleBindings: Lister<RoleBinding>;
  readonly clusterRoleBindings: Lister<ClusterRoleBinding>;
}

/** What it needs of apiserver/rbac-authorizer. */
export interface RbacPart {
  readonly RbacAuthorizer: new (listers: RbacListers) => { readonly authorize: Authorizer };
}

/** What it needs of apiserver/label-selectors. */
export interface SelectorsPart {
  parseSelector(text: string): SelectorRequirement[];
  matches(requirements: readonly SelectorRequirement[], labels: StringMap | undefined): boolean;
}

/** The guards before the registry, what its selectors mean, and the parts of the etcd below it. */
export interface OtherParts {
  readonly 'apiserver/authentication': AuthenticationPart;
  readonly 'apiserver/rbac-authorizer': RbacPart;
  readonly 'apiserver/label-selectors': SelectorsPart;
  readonly 'etcd/mvcc-store': { readonly MvccStore: new () => MultiVersionStore };
  readonly 'etcd/watch': { readonly WatchHub: new (history: ChangeHistory) => Watchable };
  readonly 'etcd/txn-cas-cad': Pick<EtcdParts, 'txn'>;
}
