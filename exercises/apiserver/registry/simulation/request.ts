import type { Unstructured } from 'course/kit';

export const namespace = 'dev';
export const verbs = ['create', 'update', 'delete', 'list'] as const;
export const names = ['db', 'web'] as const;
export const tiers = ['front', 'back'] as const;
/** What the spec says of replicas; undefined: nothing. One value is no number of Pods, one is too large for the policy. */
export const replicaCounts = [3, 1, undefined, -1, 50] as const;

/** What a request shows to say who sends it. */
export const tokens = ['ann', 'bob', 'expired', 'none'] as const;
export type TokenName = (typeof tokens)[number];

/** In the words of a sentence. */
export const tokenWords: Readonly<Record<TokenName, string>> = {
  ann: 'ann’s token',
  bob: 'bob’s token',
  expired: 'an expired token',
  none: 'no token',
};

/** One request as it lies on the desk before it is sent. */
export interface ApiRequest {
  readonly token: TokenName;
  readonly verb: (typeof verbs)[number];
  readonly name: (typeof names)[number];
  readonly tier: (typeof tiers)[number];
  readonly replicas: (typeof replicaCounts)[number];
  /** The resourceVersion that an update or a delete names. */
  readonly version?: string;
  /** Whether somebody writes the same object just before this request is written. */
  readonly rival: boolean;
}

/** What is known of an object from before. */
export interface Known {
  /** The version at which it is stored; absent: it is not. */
  latest(name: string): string | undefined;
  /** A version that it had before. */
  former(name: string): string | undefined;
}

/** Whether it brings an object along. */
export function sendsObject({ verb }: ApiRequest): boolean {
  return verb === 'create' || verb === 'update';
}

/** Whether it may say which version it is meant for. */
export function namesVersion({ verb }: ApiRequest): boolean {
  return verb === 'update' || verb === 'delete';
}

/** The object that is sent. */
export function objectOf({ verb, name, tier, replicas, version }: ApiRequest): Unstructured {
  const resourceVersion = verb === 'update' ? version : undefined;
  return {
    metadata: {
      ...{ name, namespace, labels: { tier } },
      ...(resourceVersion !== undefined && { resourceVersion }),
    },
    spec: replicas === undefined ? {} : { replicas },
  };
}

/** `update web` */
export function subjectOf({ verb, name }: ApiRequest): string {
  return verb === 'list' ? 'list Deployments' : `${verb} ${name}`;
}

/** What it sends and asks, in a few words; empty for a list. */
export function contentOf(request: ApiRequest): string {
  const { tier, replicas, version } = request;
  return [
    ...(sendsObject(request) ? [`tier=${tier}`, replicasText(replicas)] : []),
    ...(namesVersion(request) ? [version ? `version ${version}` : 'no version'] : []),
  ].join(', ');
}

/** `replicas 3` */
export function replicasText(replicas: number | undefined): string {
  return replicas === undefined ? 'no replicas' : `replicas ${replicas}`;
}

/** The whole request in full sentences. */
export function requestSentence(request: ApiRequest, known: Known): string {
  const { verb, name, token, tier, replicas, rival } = request;
  const what = verb === 'list' ? 'list the Deployments' : `${verb} the Deployment ${name}`;
  return [
    `${what}, with ${tokenWords[token]}.`,
    sendsObject(request) && `It sends tier=${tier} and ${replicasText(replicas)}.`,
    namesVersion(request) && versionSentence(request, known),
    rival && 'Somebody else will write first.',
  ]
    .filter(Boolean)
    .join(' ');
}

function versionSentence({ name, version }: ApiRequest, known: Known): string {
  const latest = known.latest(name);
  if (version === undefined) return 'It names no version.';
  if (latest === undefined) return `It names version ${version}, but ${name} is not there.`;
  return version === latest
    ? `It names version ${version}, the latest.`
    : `It names version ${version}, but ${latest} is the latest.`;
}
