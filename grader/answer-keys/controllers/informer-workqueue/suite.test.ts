// The groups of the suite, in the order of the brief. Each file holds those of one part.
import { historyGroups } from './groups/any-history.ts';
import { expectationGroups } from './groups/expectations.ts';
import { informerGroups } from './groups/informer.ts';
import { queueGroups } from './groups/queue.ts';
import { storyGroups } from './groups/stories.ts';
import { workGroups } from './groups/work.ts';

informerGroups();
queueGroups();
expectationGroups();
workGroups();
historyGroups();
storyGroups();
