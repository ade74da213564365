import type { ApiError, ResourceRegistry } from 'course/kit';
import { type Passage, passed } from './passage.ts';
import { type ApiRequest, namespace, objectOf } from './request.ts';

/** Puts the request to the registry and gives the answer in words. Throws what the registry throws. */
export function ask(registry: ResourceRegistry, request: ApiRequest): string {
  const { verb, name, version } = request;
  switch (verb) {
    case 'list':
      return listed(registry);
    case 'delete': {
      const preconditions = version ? { preconditions: { resourceVersion: version } } : {};
      const left = registry.delete(namespace, name, preconditions);
      return `200 OK: ${name} ${left ? 'stays for now' : 'is gone'}`;
    }
    default: {
      const { resourceVersion, generation } = registry[verb](objectOf(request)).metadata;
      const word = verb === 'create' ? '201 Created' : '200 OK';
      return `${word}: ${name} at version ${resourceVersion}, generation ${generation}`;
    }
  }
}

function listed(registry: ResourceRegistry): string {
  const { items, metadata } = registry.list(namespace);
  const found = items.map((each) => each.metadata.name).join(' and ') || 'nothing';
  return `200 OK: ${found}, at version ${metadata.resourceVersion}`;
}

/** `409 Conflict: Operation cannot be ...` */
export function refusalText({ code, reason, message }: ApiError): string {
  return message === reason ? `${code} ${reason}` : `${code} ${reason}: ${message}`;
}

/** The same place, which has turned the request back. */
export function refusedAt(
  { place, note, sentence }: Omit<Passage, 'outcome'>,
  error: ApiError,
): Passage {
  const why = place === 'authentication' ? ' Why, the sender is not told.' : '';
  return {
    ...{ place, outcome: 'refused' },
    note: `${error.code} ${error.reason}${note && `: ${note}`}`,
    sentence: `${sentence && `${sentence} `}Turned back at ${place}: ${refusalText(error)}.${why}`,
  };
}

/** What the registry did, as far as it was seen, with the end that it came to. */
export function ended(
  trace: readonly Passage[],
  { verb, name }: ApiRequest,
  error: ApiError | undefined,
): readonly Passage[] {
  const last = trace.at(-1) ?? passed('reading', '', '');
  if (error) return [...trace.slice(0, -1), refusedAt(last, error)];
  if (verb !== 'update' || last.place === 'writing') return trace;
  const what = `${name} would be as it is, so nothing is written`;
  return [...trace, passed('writing', what, `Writing: ${what}.`)];
}
