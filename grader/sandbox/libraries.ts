import { existsSync, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { courseRoot } from '../course-root.ts';

/** How a folder gets into the box: bound from outside, as the symbolic link that it is here, or as an empty one. */
export type LibraryFolder =
  | { readonly bind: string }
  | { readonly link: string; readonly to: string }
  | { readonly empty: string };

const loaderFolders = ['/lib', '/lib64', '/usr/lib64', '/etc/ld.so.cache'];
let found: LibraryFolder[] | undefined;

/**
 * The folders of the shared libraries that our own node runs on, and no others:
 * all of /usr/lib would hold globally installed packages, perhaps this course with its answers.
 */
export function systemLibraryFolders(): LibraryFolder[] {
  found ??= read();
  return found;
}

function read(): LibraryFolder[] {
  const folders = new Set(loadedLibraries().map(dirname));
  const loaders = loaderFolders.filter((path) => existsSync(path) && !folders.has(path));
  const links = loaders.filter(isLink);
  // A loader's folder that is no link is the library folder itself, or a small one that holds only the loader.
  const real = loaders.filter((path) => !isLink(path) && path !== '/lib');
  const bound = [...folders, ...real];
  return [
    ...bound.map((bind) => ({ bind })),
    ...links.map((link) => ({ link, to: readlinkSync(link) })),
    ...secrets(bound).map((empty) => ({ empty })),
  ];
}

/** Shared libraries mapped into this process; those of packages are not node's own. */
function loadedLibraries(): string[] {
  const maps = readFileSync('/proc/self/maps', 'utf8');
  const paths = Array.from(maps.matchAll(/\s(\/\S+\.so[.\d]*)$/gm), ([, path]) => path!);
  return paths.filter((path) => !path.includes('/node_modules/'));
}

/** Folders below the bound ones that may hold packages, this course among them. */
function secrets(bound: readonly string[]): string[] {
  const packages = bound.map((folder) => join(folder, 'node_modules')).filter(existsSync);
  return [
    ...packages,
    ...bound.filter((folder) => isInside(courseRoot, folder)).map(() => courseRoot),
  ];
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}
