// The groups in the order of the brief. Each file's are in a function: what is imported for its effect alone is left out of a bundle.

import { testClaiming } from './groups/claiming.ts';
import { testCreating } from './groups/creating.ts';
import { testDeleting } from './groups/deleting.ts';
import { testSlowStart } from './groups/slow-start.ts';
import { testStatus } from './groups/status.ts';
import { testTelling } from './groups/telling.ts';
import { testWakingUp } from './groups/waking-up.ts';
import { testWhoGoesFirst } from './groups/who-goes-first.ts';
import { testWhole } from './groups/whole.ts';

testWhoGoesFirst();
testStatus();
testSlowStart();
testClaiming();
testCreating();
testDeleting();
testTelling();
testWakingUp();
testWhole();
