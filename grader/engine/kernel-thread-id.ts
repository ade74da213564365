import { readlinkSync } from 'node:fs';

/** This thread's id where the kernel tells it (`/proc/thread-self` points to `<process>/task/<thread>`); else 0. */
export function kernelThreadId(): number {
  try {
    return Number(readlinkSync('/proc/thread-self').split('/').at(-1));
  } catch {
    return 0;
  }
}
