import { base64url, CredentialError, type Credentials, hmacSha256, type User } from 'course/kit';
import { user } from '../world.ts';

/** How a call ends that finds a credential wrong. */
export const wrong = 'throws CredentialError';
/** A request that shows nothing. */
export const nothing: Credentials = { headers: {} };

// A failure prints a function by its name, so each has one.

/** An authenticator that knows this user. */
export function knows(name: string, ...groups: string[]): () => User {
  const known = () => user(name, ...groups);
  return known;
}

/** An authenticator that has nothing to say. */
export const silent = () => undefined;

/** An authenticator that finds the credential wrong. */
export function refuses(message: string): () => never {
  const refusing = () => {
    throw new CredentialError(message);
  };
  return refusing;
}

/** An authenticator that cannot find out. */
export const fails = () => {
  throw new RangeError('the database does not answer');
};

/** A signature as anybody else computes it. */
export function signature(content: string, id: string, secret: string): string {
  const header = base64url(`{"alg":"HS256","kid":"${id}"}`);
  return `${header}..${base64url(hmacSha256(secret, `${header}.${base64url(content)}`))}`;
}

/** The name of the user that a call gave, or how else it ended. */
export function nameOf(end: unknown): unknown {
  return (end as User | undefined)?.name ?? end;
}

/** The message of what a call throws. */
export function messageOf(call: () => unknown): string {
  try {
    return `nothing thrown, but returned: ${JSON.stringify(call())}`;
  } catch (error) {
    if ((error as Error).name === 'NotImplemented') throw error;
    return (error as Error).message;
  }
}
