// The groups in the order of the brief, each file a few of them.

import { testAnyPods } from './groups/any-pods.ts';
import { testDecisions } from './groups/decisions.ts';
import { testPacking } from './groups/packing.ts';
import { testStories, testSyncing } from './groups/syncing.ts';

testDecisions();
testPacking();
testSyncing();
testAnyPods();
testStories();
