import { anyPod } from './groups/any-pod.ts';
import { nextStatuses } from './groups/next-status.ts';
import { beforeItStarts, phases, whenItEnds } from './groups/phase.ts';
import { qualityOfService } from './groups/quality-of-service.ts';
import { readiness } from './groups/ready.ts';

qualityOfService();
phases();
beforeItStarts();
whenItEnds();
readiness();
nextStatuses();
anyPod();
