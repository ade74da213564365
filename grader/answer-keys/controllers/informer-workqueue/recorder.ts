import type { Pod, ResourceEventHandler, Stored } from 'course/kit';
import { version } from './server.ts';

/** A handler that writes down what it hears, one line each: `add d/a@1 initial`, `update d/a@1 to 3`, `gone d/a@3`. */
export function recorder(told: string[]): ResourceEventHandler<Pod> {
  return {
    onAdd: (object, isInInitialList) => {
      told.push(`add ${version(object)}${nameOf(isInInitialList)}`);
    },
    onUpdate: (before, after) => {
      const uids = [before, after].map(({ metadata }: Stored<Pod>) => metadata.uid);
      const changed = uids[0] === uids[1] ? '' : `, uid ${uids.join(' to ')}`;
      told.push(`update ${version(before)} to ${version(after).split('@')[1]}${changed}`);
    },
    onDelete: (object) => {
      if (!('lastKnown' in object)) told.push(`gone ${version(object)}`);
      else told.push(`tombstone ${object.key}, last known ${version(object.lastKnown)}`);
    },
  };
}

function nameOf(isInInitialList: unknown): string {
  if (isInInitialList === true) return ' initial';
  return isInInitialList === false ? '' : ` with isInInitialList ${String(isInInitialList)}`;
}
