// The groups of the suite, in the order of the brief. Each file holds those of one part.
import { anyWorkerGroups } from './groups/any-worker.ts';
import { askingGroups } from './groups/asking.ts';
import { lifeGroups } from './groups/life.ts';
import { tryGroups } from './groups/one-try.ts';
import { statusGroups } from './groups/started-and-ready.ts';

tryGroups();
askingGroups();
lifeGroups();
statusGroups();
anyWorkerGroups();
