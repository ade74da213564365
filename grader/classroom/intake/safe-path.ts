import { caps } from './caps.ts';

/** Folders whose files are never a learner's work. */
const ignoredFolders = /^(?:\..*|node_modules|__MACOSX|dist)$/;

/** What a name in a submission comes to: a path to keep, nothing of interest, or a name that is refused and why. */
export type PathVerdict =
  | { readonly keep: string }
  | { readonly ignore: true }
  | { readonly refuse: string };

/** Looks at a name as an archive or a repository gives it. Only plain relative paths to `.ts` files are kept. */
export function pathVerdict(name: string): PathVerdict {
  const parts = name.replace(/^(?:\.\/)+/, '').split('/');
  if (parts.at(-1) === '') return { ignore: true };
  const wrong = wrongWith(name, parts);
  if (wrong) return { refuse: wrong };
  if (parts.slice(0, -1).some((part) => ignoredFolders.test(part))) return { ignore: true };
  const file = parts.at(-1)!;
  if (!file.endsWith('.ts') || file.startsWith('.') || file.endsWith('.d.ts'))
    return { ignore: true };
  return { keep: parts.join('/').normalize('NFC') };
}

function wrongWith(name: string, parts: readonly string[]): string | null {
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return 'it is an absolute path';
  if (parts.includes('..')) return 'it leads out of the submission';
  if (parts.some((part) => part === '' || part === '.')) return 'it is not a plain path';
  if (name.includes('\\')) return 'it holds a backslash';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  if (/[\u0000-\u001f\u007f]/.test(name)) return 'it holds control characters';
  if (name.length > caps.pathLength) return `it is longer than ${caps.pathLength} characters`;
  if (parts.length > caps.depth) return `it lies deeper than ${caps.depth} folders`;
  return null;
}
