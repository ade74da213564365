import { describe } from 'vitest';
import { conditionTaints } from './groups/condition-taints.ts';
import { eviction } from './groups/eviction.ts';
import { heartbeats } from './groups/heartbeats.ts';
import { noExecuteTaints } from './groups/no-execute-taints.ts';
import { rate } from './groups/rate.ts';
import { silence } from './groups/silence.ts';
import { silentNodes } from './groups/silent-nodes.ts';
import { stories } from './groups/stories.ts';
import { tolerations } from './groups/tolerations.ts';
import { zones } from './groups/zones.ts';

describe('Heartbeats', heartbeats);
describe('Silence', silence);
describe('Conditions and taints', conditionTaints);
describe('Zones', zones);
describe('Rate', rate);
describe('Tolerations', tolerations);
describe('Monitor', () => {
  silentNodes();
  noExecuteTaints();
});
describe('Eviction', eviction);
describe('Stories', stories);
