import {
  ApiError,
  type Authorizer,
  apiResources,
  base64,
  type Clock,
  forbidden,
  type RequestAttributes,
  type Secret,
  type User,
} from 'course/kit';
import type { Bindings } from './bindings.ts';
import type { AuthenticationPart, RbacPart } from './parts.ts';
import { type ApiRequest, namespace, type TokenName } from './request.ts';

/** Who a token means; undefined for one that means nobody. */
export const userOf: Readonly<Record<TokenName, string | undefined>> = {
  ann: 'ann',
  bob: 'bob',
  expired: undefined,
  none: 'system:anonymous',
};

const bearer: Readonly<Record<TokenName, string | undefined>> = {
  ann: 'token-of-ann',
  bob: 'token-of-bob',
  expired: 'abcdef.0123456789abcdef',
  none: undefined,
};

/** The two guards that look at the sender: who are you, and may you? */
export class Guards {
  private readonly authorizer: { readonly authorize: Authorizer };

  constructor(
    private readonly authentication: AuthenticationPart,
    { RbacAuthorizer }: RbacPart,
    bindings: Bindings,
    private readonly clock: Clock,
  ) {
    this.authorizer = new RbacAuthorizer(bindings.listers);
  }

  /** Throws ApiError 401. */
  authenticate({ token }: ApiRequest): User {
    const shown = bearer[token];
    const credentials = { headers: shown ? { authorization: [`Bearer ${shown}`] } : {} };
    const tokens = [
      (text: string) => knownUser(text),
      (text: string, now: number) =>
        this.authentication.authenticateBootstrapToken(expiredSecret(now), text, now),
    ];
    const chain = [
      (asked: typeof credentials, now: number) =>
        this.authentication.authenticateBearer(tokens, asked, now),
    ];
    return this.authentication.authenticate(chain, credentials, true, this.clock.now());
  }

  /** Why the user may do this. Throws ApiError 403. */
  authorize(user: User, request: ApiRequest): string {
    const attributes = attributesOf(user, request);
    const { allowed, reason } = this.authorizer.authorize(attributes);
    if (allowed) return reason;
    throw forbidden(
      apiResources.deployments,
      attributes.name,
      `User "${user.name}" cannot ${request.verb} resource "deployments" in API group "apps" in the namespace "${namespace}"${reason && `: ${reason}`}`,
    );
  }
}

function knownUser(token: string): User | undefined {
  const name = (['ann', 'bob'] as const).find((each) => bearer[each] === token);
  return name && { name, uid: '', groups: ['devs'], extra: {} };
}

/** The Secret of a bootstrap token that ended a minute ago. */
function expiredSecret(now: number) {
  return (inNamespace: string, name: string): Secret | undefined => {
    if (inNamespace !== 'kube-system' || name !== 'bootstrap-token-abcdef') return undefined;
    const texts = {
      'token-id': 'abcdef',
      'token-secret': '0123456789abcdef',
      'usage-bootstrap-authentication': 'true',
      expiration: new Date(now - 60_000).toISOString(),
    };
    const data = Object.entries(texts).map(([key, text]) => [key, base64(text)]);
    return {
      type: 'bootstrap.kubernetes.io/token',
      metadata: { name, namespace: inNamespace },
      data: Object.fromEntries(data),
    };
  };
}

function attributesOf(user: User, { verb, name }: ApiRequest): RequestAttributes {
  const { group, version, resource } = apiResources.deployments;
  const path = `/apis/${group}/${version}/namespaces/${namespace}/${resource}`;
  const named = verb === 'update' || verb === 'delete';
  return {
    ...{ user, verb, namespace, resource, isResourceRequest: true, subresource: '' },
    ...{ apiPrefix: 'apis', apiGroup: group, apiVersion: version },
    ...(named ? { name, path: `${path}/${name}` } : { name: '', path }),
  };
}

/** What a guard, or the registry, throws to turn a request back; anything else goes through. */
export function refusalOf(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  throw error;
}
