import { EtcdError } from 'course/kit';

/** What the store answers, or the words with which it refuses. */
export function unlessRefused<T extends object>(ask: () => T): T | string {
  try {
    return ask();
  } catch (error) {
    if (error instanceof EtcdError) return error.message;
    throw error;
  }
}
