import { UsageError } from '../../usage-error.ts';

type Advice = (dir: string) => { problem: string; fix: string };

const known: Readonly<Record<string, Advice>> = {
  EACCES: notWritable,
  EPERM: notWritable,
  EROFS: notWritable,
  ENOSPC: () => ({
    problem: 'the disk is full',
    fix: 'Make room; what was saved before is still there.',
  }),
  EDQUOT: () => ({
    problem: 'your quota is used up',
    fix: 'Make room; what was saved before is still there.',
  }),
  ENOENT: gone,
  ENOTDIR: gone,
};

/** Does something in a workspace; what the disk refuses becomes a UsageError with advice. */
export function onDisk<T>(dir: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const { code, path } = error as NodeJS.ErrnoException;
    const advice = code ? known[code] : undefined;
    if (!advice) throw error;
    const { problem, fix } = advice(dir);
    throw new UsageError(`${path ?? dir}: ${problem} (${code}).`, fix);
  }
}

/** Runs `act`; gives `otherwise` when the file it needs, or a folder above it, is not there. */
export function unlessMissing<T, U>(act: () => T, otherwise: U): T | U {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return otherwise;
    throw error;
  }
}

function notWritable(dir: string): { problem: string; fix: string } {
  return {
    problem: 'cannot be written to',
    fix: `Give yourself the right to (chmod -R u+rwX '${dir}'), or copy the workspace to a place that is yours.`,
  };
}

function gone(dir: string): { problem: string; fix: string } {
  return {
    problem: 'is not there',
    fix: `If ${dir} was moved or deleted, say where it is: --workspace DIR.`,
  };
}
