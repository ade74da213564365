import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The four ends of the two pipes between the trusted process and a box. */
export interface Pipes {
  readonly trusted: { readonly write: number; readonly read: number };
  readonly box: { readonly read: number; readonly write: number };
}

/**
 * Two blocking pipes. Node's own stdio pipes are non-blocking sockets, which a thread cannot wait on;
 * a FIFO can be opened blocking. The names live in a private folder and are gone before this returns.
 */
export function openPipes(): Pipes {
  const folder = mkdtempSync(join(tmpdir(), 'course-'));
  try {
    const names = ['requests', 'replies'].map((name) => join(folder, name));
    execFileSync('mkfifo', ['-m', '600', ...names], { stdio: 'ignore', env: {} });
    const [requests, replies] = names.map(openBothEnds) as [Ends, Ends];
    return {
      trusted: { write: requests.write, read: replies.read },
      box: { read: requests.read, write: replies.write },
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Ends {
  readonly read: number;
  readonly write: number;
}

/** Opening one end waits for the other, so a third descriptor that is both is held for that moment. */
function openBothEnds(path: string): Ends {
  const both = openSync(path, constants.O_RDWR);
  const ends = {
    read: openSync(path, constants.O_RDONLY),
    write: openSync(path, constants.O_WRONLY),
  };
  closeSync(both);
  return ends;
}
