import type { Choice } from '#simulation';
import { type Bindings, type RoleName, roles } from './bindings.ts';
import { withVersion } from './drawn-request.ts';
import { userOf } from './guards.ts';
import type { Passage } from './passage.ts';
import {
  type ApiRequest,
  namesVersion,
  replicaCounts,
  replicasText,
  sendsObject,
  tiers,
  tokens,
  tokenWords,
  verbs,
} from './request.ts';
import type { Shelf } from './shelf.ts';
import type { Watcher } from './watcher.ts';

/** Everything that the picture and the choices look at. */
export interface ApiView {
  readonly request: ApiRequest;
  readonly number: number;
  readonly passages: readonly Passage[];
  readonly answer?: string;
  readonly watchers: readonly Watcher[];
  readonly shelf: Shelf;
  readonly bindings: Bindings;
  readonly isAnswered: boolean;
  readonly isUnderWay: boolean;
  readonly isPastAuthorization: boolean;
}

/** One thing about a request that the reader may change: to what, in which words, and why not. */
interface Change {
  readonly next: (view: ApiView) => ApiRequest;
  readonly label: (next: ApiRequest, view: ApiView) => string;
  readonly why?: (view: ApiView) => string | undefined;
}

const changes: Readonly<Record<string, Change>> = {
  token: {
    next: ({ request }) => ({ ...request, token: after(tokens, request.token) }),
    label: ({ token }) => `show ${tokenWords[token]}`,
  },
  verb: {
    next: ({ request }) => ({ ...request, verb: after(verbs, request.verb) }),
    label: ({ verb }) => `make it ${verb === 'update' ? 'an' : 'a'} ${verb}`,
  },
  tier: {
    next: ({ request }) => ({ ...request, tier: after(tiers, request.tier) }),
    label: ({ tier }) => `send tier=${tier}`,
    why: sendsNothing,
  },
  replicas: {
    next: ({ request }) => ({ ...request, replicas: after(replicaCounts, request.replicas) }),
    label: ({ replicas }) => `send ${replicasText(replicas)}`,
    why: sendsNothing,
  },
  version: {
    next: (view) => withVersion(view.request, after(versionsOf(view), view.request.version)),
    label: ({ version, name }, { shelf }) => versionLabel(version, version === shelf.latest(name)),
    why: noVersion,
  },
  rival: {
    next: ({ request }) => ({ ...request, rival: !request.rival }),
    label: ({ rival }) => (rival ? 'let somebody else write first' : 'let nobody else write first'),
    why: noRival,
  },
  again: {
    next: ({ request }) => request,
    label: () => 'send the same once more',
    why: ({ isAnswered }) => (isAnswered ? undefined : 'It is not answered yet.'),
  },
};

/** What the reader may do: to the request that is ready or answered, and to the sender's role. */
export function readerChoices(view: ApiView): Choice[] {
  const [token, ...others] = Object.entries(changes).map(([id, change]) =>
    choiceOf(id, change, view),
  );
  return [token!, binding(view), ...others];
}

/** The request as it is after a choice; a new role changes nothing of it. */
export function changed(id: string, view: ApiView): ApiRequest {
  return changes[id]?.next(view) ?? view.request;
}

/** The role that the sender would be bound to next. */
export function nextRole({ bindings, request }: ApiView): RoleName {
  return after(roles, bindings.roleOf(userOf[request.token] ?? ''));
}

function choiceOf(id: string, { next, label, why }: Change, view: ApiView): Choice {
  const reason = view.isUnderWay ? 'It is under way: step on until it is answered.' : why?.(view);
  return withWhy({ id, label: label(next(view), view) }, reason);
}

function binding(view: ApiView): Choice {
  const user = userOf[view.request.token];
  const role = nextRole(view);
  const label = role === 'none' ? `unbind ${user}` : `bind ${user} to ${role}`;
  const past = view.isUnderWay && view.isPastAuthorization;
  if (!user)
    return { id: 'role', label: 'bind the sender to a role', why: 'The token means nobody.' };
  return withWhy({ id: 'role', label }, past ? 'It is past authorization already.' : undefined);
}

function sendsNothing({ request }: ApiView): string | undefined {
  return sendsObject(request) ? undefined : `A ${request.verb} sends no object.`;
}

function noVersion(view: ApiView): string | undefined {
  const { request } = view;
  if (!namesVersion(request)) return `A ${request.verb} names no version here.`;
  return versionsOf(view).length > 1 ? undefined : `No version of ${request.name} is known.`;
}

function noRival({ request, shelf }: ApiView): string | undefined {
  if (request.verb === 'list') return 'A list writes nothing.';
  if (request.verb === 'create' || shelf.latest(request.name)) return undefined;
  return `There is no ${request.name} to write.`;
}

/** None, the latest, and one from before. */
function versionsOf({ shelf, request: { name } }: ApiView): (string | undefined)[] {
  const known = [shelf.latest(name), shelf.former(name)].filter((each) => each !== undefined);
  return [undefined, ...known];
}

function versionLabel(version: string | undefined, isLatest: boolean): string {
  if (version === undefined) return 'name no version';
  return `name version ${version}, ${isLatest ? 'the latest' : 'an old one'}`;
}

/** The value after this one, the first after the last. */
function after<T>(all: readonly T[], now: T): T {
  return all[(all.indexOf(now) + 1) % all.length]!;
}

function withWhy(choice: Choice, why: string | undefined): Choice {
  return why === undefined ? choice : { ...choice, why };
}
