import { basename, dirname } from 'node:path';
import { watch } from 'chokidar';

/** A watch that goes on until it is stopped. */
export interface Watch {
  /** Resolves when saves are seen from now on. */
  readonly ready: Promise<void>;
  stop(): Promise<void>;
}

/**
 * Calls `saved` after each save of one file, once it has been quiet for `quietMs`.
 * The folder is watched, not the file: many editors save by renaming a new file over the old one.
 */
export function watchFile(path: string, saved: () => void, quietMs = 20): Watch {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(dirname(path), { depth: 0, ignoreInitial: true });
  watcher.on('all', (event, changed) => {
    if (basename(changed) !== basename(path) || (event !== 'add' && event !== 'change')) return;
    clearTimeout(timer);
    timer = setTimeout(saved, quietMs);
  });
  return {
    ready: new Promise((resolve) => watcher.once('ready', resolve)),
    stop: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}
