import { createHash } from 'node:crypto';

const longest = 100;

/** A file name for each id, without an ending: readable, safe in every file system and in a URL, and no two alike. */
export function fileNames(ids: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    ids.map((id) => {
      let name = nameOf(id);
      // File systems that fold case would take two of them for one.
      if (taken.has(name.toLowerCase())) name = `${name}~${hashOf(id)}`;
      taken.add(name.toLowerCase());
      return [id, name];
    }),
  );
}

/** Anything but letters, digits, dot, dash and underscore is written as `~` and its bytes in hex. */
function nameOf(id: string): string {
  const safe = id.replace(
    /[^A-Za-z0-9._-]|^\./gu,
    (char) => `~${Buffer.from(char).toString('hex')}`,
  );
  return safe.length <= longest ? safe : `${safe.slice(0, longest)}~${hashOf(id)}`;
}

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('hex').slice(0, 8);
}
