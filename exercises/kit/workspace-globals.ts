/**
 * Declarations of what a learner's file finds at run time beyond the language itself. A workspace has neither Node's
 * types nor the browser's: with the latter a forgotten import of `Node` or `Event` would go unnoticed.
 */
export const workspaceGlobals = `/** What you print is shown beside the test that printed it. */
interface Console {
  log(...data: unknown[]): void;
  info(...data: unknown[]): void;
  debug(...data: unknown[]): void;
  warn(...data: unknown[]): void;
  error(...data: unknown[]): void;
}
declare var console: Console;

/** A copy that shares nothing with the original. */
declare function structuredClone<T>(value: T): T;

/** Text to UTF-8 bytes. */
interface TextEncoder {
  encode(text?: string): Uint8Array;
}
declare var TextEncoder: { new (): TextEncoder };

/** UTF-8 bytes to text. */
interface TextDecoder {
  decode(bytes?: Uint8Array): string;
}
declare var TextDecoder: { new (): TextDecoder };

/** The parameters after the ? of a URL, decoded. */
interface URLSearchParams extends Iterable<[string, string]> {
  get(name: string): string | null;
  getAll(name: string): string[];
  has(name: string): boolean;
}
declare var URLSearchParams: { new (query?: string): URLSearchParams };

/** A URL in its parts. A path alone needs a base: \`new URL('/api/v1/pods', 'http://host')\`. */
interface URL {
  readonly pathname: string;
  readonly search: string;
  readonly searchParams: URLSearchParams;
}
declare var URL: { new (url: string, base?: string): URL };
`;
