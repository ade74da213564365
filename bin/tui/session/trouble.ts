import type { LogPort } from '../ports.ts';

const replaced = 'The course was updated meanwhile: press q and start it again. Nothing is lost.';

/** What a learner is told of an error; the log gets all of it. */
export function troubleText(error: Error, log: LogPort): string {
  log.write(error.stack ?? error.message);
  return isReplaced(error) ? replaced : error.message;
}

/** Parts of the course are loaded when they are needed; after an update they go by other names. */
function isReplaced(error: Error & { code?: unknown; url?: unknown }): boolean {
  return error.code === 'ERR_MODULE_NOT_FOUND' || /Cannot find module .*dist/.test(error.message);
}
