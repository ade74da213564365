import { type FieldError, fieldErrorBody, fieldErrorText } from './field-error.ts';
import type { ApiStatus } from './kubernetes.ts';

/** A resource type of an API group; the core group is ''. `apiResources.pods` is one. */
export interface GroupResource {
  readonly group: string;
  readonly resource: string;
}

/** A kind of an API group; the core group is ''. `apiResources.pods` is one. */
export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/**
 * What the apiserver answers instead of the thing asked for. `status` is the body of the answer
 * (a `Status` object); kubectl prints `Error from server (<reason>): <message>`.
 *
 * | code | reason | means |
 * |---|---|---|
 * | 400 | BadRequest | the request makes no sense; repeating it does not help |
 * | 401 | Unauthorized | the credential is wrong |
 * | 403 | Forbidden | we know who you are, and you may not |
 * | 404 | NotFound | no such object |
 * | 405 | MethodNotAllowed | this resource has no such verb |
 * | 409 | AlreadyExists | create: the name is taken |
 * | 409 | Conflict | update or delete: somebody changed the object since you read it; read again |
 * | 410 | Expired | that revision is compacted; list again |
 * | 422 | Invalid | the object breaks rules; `status.details.causes` names every field |
 * | 429 | TooManyRequests | later, after `status.details.retryAfterSeconds` |
 * | 500 | InternalError | the server failed |
 * | 504 | Timeout | not known whether it was done |
 *
 * Settled by apimachinery pkg/api/errors/errors.go.
 */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: ApiStatus;

  constructor(status: ApiStatus) {
    super(status.message ?? status.reason ?? 'unknown error');
    this.status = { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', ...status };
  }

  /** The HTTP status code. */
  get code(): number {
    return this.status.code ?? 500;
  }

  /** The machine's word for it, empty when the server gave none. Tell 409s apart by it. */
  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** 404: `deployments.apps "web" not found`. */
export function notFound(resource: GroupResource, name: string): ApiError {
  return about(404, 'NotFound', resource, name, `${named(resource, name)} not found`);
}

/** 409 for a create: `pods "web" already exists`. */
export function alreadyExists(resource: GroupResource, name: string): ApiError {
  return about(409, 'AlreadyExists', resource, name, `${named(resource, name)} already exists`);
}

/** What a conflict says when the resourceVersion was not the latest. */
export const objectModified =
  'the object has been modified; please apply your changes to the latest version and try again';

/** 409 for a stale write: `Operation cannot be fulfilled on pods "web": <why>`. */
export function conflict(resource: GroupResource, name: string, why = objectModified): ApiError {
  const message = `Operation cannot be fulfilled on ${named(resource, name)}: ${why}`;
  return about(409, 'Conflict', resource, name, message);
}

/** 410: the revision asked for is gone, for example `too old resource version: 3 (7)`. */
export function expired(message: string): ApiError {
  return new ApiError({ code: 410, reason: 'Expired', message });
}

/** 422: `Deployment.apps "web" is invalid: spec.replicas: Invalid value: -1: must be ...`; all errors are told at once. */
export function invalid(kind: GroupKind, name: string, errors: readonly FieldError[]): ApiError {
  const texts = [...new Set(errors.map(fieldErrorText))];
  const all = texts.length > 1 ? `[${texts.join(', ')}]` : texts.join('');
  const message = `${groupQualified(kind.kind, kind.group)} ${quote(name)} is invalid${all && ': '}${all}`;
  const causes = errors.map((error) => ({
    reason: error.type,
    message: fieldErrorBody(error),
    field: error.field,
  }));
  const details = { ...groupDetail(kind.group), kind: kind.kind, name, causes };
  return new ApiError({ code: 422, reason: 'Invalid', message, details });
}

/** 403: `pods "web" is forbidden: <why>`. An empty name is left out; an empty resource (a path) as well. */
export function forbidden(resource: GroupResource, name: string, why: string): ApiError {
  const subject =
    name === '' ? groupQualified(resource.resource, resource.group) : named(resource, name);
  const message =
    resource.resource === '' ? `forbidden: ${why}` : `${subject} is forbidden: ${why}`;
  return about(403, 'Forbidden', resource, name, message);
}

/** 401. The apiserver says `Unauthorized` and no more: why a credential failed is nobody's business. */
export function unauthorized(message = 'Unauthorized'): ApiError {
  return new ApiError({ code: 401, reason: 'Unauthorized', message });
}

/** 400. */
export function badRequest(message: string): ApiError {
  return new ApiError({ code: 400, reason: 'BadRequest', message });
}

/** 405: `deletecollection is not supported on resources of kind "bindings"`. */
export function methodNotSupported(resource: GroupResource, action: string): ApiError {
  const kind = groupQualified(resource.resource, resource.group);
  const message = `${action} is not supported on resources of kind ${quote(kind)}`;
  return about(405, 'MethodNotAllowed', resource, '', message);
}

function about(
  code: number,
  reason: string,
  { group, resource }: GroupResource,
  name: string,
  message: string,
): ApiError {
  const details = {
    ...(name && { name }),
    ...groupDetail(group),
    ...(resource && { kind: resource }),
  };
  return new ApiError({ code, reason, message, details });
}

function named({ group, resource }: GroupResource, name: string): string {
  return `${groupQualified(resource, group)} ${quote(name)}`;
}

function groupQualified(word: string, group: string): string {
  return group === '' ? word : `${word}.${group}`;
}

function groupDetail(group: string): { group?: string } {
  return group === '' ? {} : { group };
}

function quote(text: string): string {
  return JSON.stringify(text);
}
