import { type Deployment, parseTime, type ReplicaSet, type Stored } from 'course/kit';
import { Canvas, type Line, type Tone } from '#simulation';
import type { Crew } from './crew.ts';
import { revisionOf, sizeOf, versionOf } from './part.ts';

/** What the picture shows. */
export interface RolloutScene {
  readonly deployment: Stored<Deployment>;
  /** Newest revision first. */
  readonly sets: readonly Stored<ReplicaSet>[];
  readonly crew: Crew;
  readonly most: number;
  readonly fewest: number;
  readonly now: number;
}

const marks = { available: '●', starting: '○', failing: '✗', ending: '◌' } as const;
const tones = { available: 'good', starting: 'accent', failing: 'bad', ending: 'dim' } as const;
const barColumn = 12;
const textColumn = 46;

/** The Deployment, its ReplicaSets with their Pods, the two fences, and the conditions. */
export function rolloutPicture(scene: RolloutScene): Line[] {
  const canvas = new Canvas();
  heading(canvas, scene.deployment);
  canvas.put(1, 4, 'ReplicaSet   revision  size  Pods', 'dim');
  for (const [index, set] of scene.sets.entries()) row(canvas, 5 + index, set, scene);
  const ordered = scene.sets.reduce((sum, set) => sum + sizeOf(set), 0);
  const available = scene.crew.available().length;
  bar(canvas, 1, 'ordered', ordered, scene.most);
  canvas.put(textColumn, 1, `${ordered}, at most ${scene.most}`);
  bar(canvas, 2, 'available', available, scene.fewest);
  canvas.put(textColumn, 2, `${available}, at least ${scene.fewest}`);
  conditions(canvas, scene);
  canvas.put(1, 14, '● available  ○ starting  ✗ not available  ◌ ending', 'dim');
  return canvas.lines();
}

function heading(canvas: Canvas, deployment: Stored<Deployment>): void {
  const { maxSurge, maxUnavailable } = deployment.spec?.strategy?.rollingUpdate ?? {};
  const facts = `Deployment ${versionOf(deployment)}  replicas ${sizeOf(deployment)}  maxSurge ${maxSurge}  maxUnavailable ${maxUnavailable}`;
  canvas.put(1, 0, facts, 'strong');
  if (deployment.spec?.paused) canvas.put(facts.length + 3, 0, 'PAUSED', 'warn');
}

function row(canvas: Canvas, at: number, set: Stored<ReplicaSet>, scene: RolloutScene): void {
  const version = versionOf(set);
  const isNew = version === versionOf(scene.deployment);
  canvas.put(1, at, isNew ? `${version} ◂ new` : version, isNew ? 'strong' : 'plain');
  canvas.put(14, at, String(revisionOf(set)));
  canvas.put(24, at, String(sizeOf(set)));
  const own = scene.crew.pods.filter(({ set: name }) => name === set.metadata.name);
  let column = 30;
  for (const state of ['available', 'starting', 'failing', 'ending'] as const)
    for (const pod of own) {
      if (pod.state !== state) continue;
      canvas.put(column, at, marks[state], tones[state]);
      column += 1;
    }
}

/** A block for each Pod, with a fence where the limit is; dots are what is left up to it. */
function bar(canvas: Canvas, at: number, label: string, count: number, limit: number): void {
  canvas.put(1, at, label, 'dim');
  for (let index = 0; index < Math.max(count, limit); index++) {
    const column = barColumn + 2 * index + (index >= limit ? 2 : 0);
    canvas.put(column, at, index < count ? '■' : '·', index < count ? 'plain' : 'dim');
  }
  canvas.put(barColumn + 2 * limit, at, '│', 'strong');
}

function conditions(canvas: Canvas, { deployment, now }: RolloutScene): void {
  const { status, spec } = deployment;
  for (const [index, type] of ['Available', 'Progressing'].entries()) {
    const found = status?.conditions?.find((each) => each.type === type);
    if (!found) continue;
    const tone: Tone = found.status === 'False' ? 'bad' : 'plain';
    canvas.put(1, 11 + index, type, 'dim');
    canvas.put(barColumn + 1, 11 + index, `${found.status}  ${found.reason}`, tone);
    if (type !== 'Progressing' || found.reason === 'NewReplicaSetAvailable' || spec?.paused)
      continue;
    const since = Math.round((now - parseTime(found.lastUpdateTime ?? '')) / 1000);
    canvas.put(
      textColumn + 2,
      11 + index,
      `for ${since} s of ${spec?.progressDeadlineSeconds} s`,
      'dim',
    );
  }
}
