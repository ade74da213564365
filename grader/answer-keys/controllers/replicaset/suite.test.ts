import { decisions } from './decisions.suite.ts';
import { syncs } from './sync.suite.ts';
import { wakingUp } from './waking.suite.ts';
import { whole } from './whole.suite.ts';

// The groups in the order of the brief. Each file's are in a function: what is imported for its effect alone is left out of a bundle.
decisions();
syncs();
wakingUp();
whole();
