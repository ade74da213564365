/**
 * What a request is about, read from its method and URL. Texts are '' where they do not apply.
 * Settled by apiserver pkg/endpoints/request/requestinfo.go.
 */
export interface RequestInfo {
  /** False for `/healthz`, `/api`, `/apis/apps` and all that names no resource; then only `path` and `verb` count. */
  isResourceRequest: boolean;
  /** The URL's path, without the query. */
  path: string;
  /** get, list, watch, create, update, patch, delete, deletecollection; the HTTP method in lower case for other paths. */
  verb: string;
  /** `api` for the core group, `apis` for all others. */
  apiPrefix: string;
  /** '' is the core group. */
  apiGroup: string;
  apiVersion: string;
  /** '' for cluster-wide resources and for all namespaces. */
  namespace: string;
  resource: string;
  /** `status`, `log`, `scale`; '' for the resource itself. */
  subresource: string;
  /**
   * '' where the URL names no object: for list, watch, deletecollection, and create. But a create of a subresource
   * (`pods/exec`) has the name of its object, a list or watch that of `metadata.name=` in its field selector.
   */
  name: string;
}

/** Who makes a request. Settled by apiserver pkg/authentication/user/user.go. */
export interface User {
  name: string;
  /** '' when the authenticator knows none. */
  uid: string;
  groups: string[];
  extra: Record<string, string[]>;
}

/** What an authorizer is asked: who wants to do what. */
export interface RequestAttributes extends RequestInfo {
  user: User;
}

/** An authorizer's answer. `reason` is for people and may be ''. */
export interface Decision {
  allowed: boolean;
  reason: string;
}

/** Answers whether a request may be done. Never throws: what it cannot find out is a no, with the reason. */
export type Authorizer = (attributes: RequestAttributes) => Decision;
