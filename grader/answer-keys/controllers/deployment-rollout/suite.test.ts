// The groups in the order of the brief, each file a few of them.

import { testHistory } from './groups/history.ts';
import { testOtherSteps } from './groups/other-steps.ts';
import { testResizing } from './groups/resizing.ts';
import { testRolling } from './groups/rolling.ts';
import { testSizes } from './groups/sizes.ts';
import { testStatus } from './groups/status.ts';
import { testStories } from './groups/stories.ts';

testSizes();
testResizing();
testHistory();
testStatus();
testRolling();
testOtherSteps();
testStories();
