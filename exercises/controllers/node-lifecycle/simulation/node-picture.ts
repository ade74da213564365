import type { Node, Pod, Stored } from 'course/kit';
import { Canvas, type Line, type Tone } from '#simulation';
import { isEnding, readyOf, zoneOf } from './parts.ts';

/** A zone as the part judges it. */
export interface ZoneView {
  readonly name: string;
  readonly state: string;
  /** How many nodes a second may get a NoExecute taint. */
  readonly rate: number;
}

/** What the picture shows. */
export interface NodeScene {
  readonly nodes: readonly Stored<Node>[];
  readonly pods: readonly Stored<Pod>[];
  readonly zones: readonly ZoneView[];
  /** How ready the workloads are: `web 4 of 4`. */
  readonly workloads: string;
  /** For how many seconds nothing was heard of a node. */
  silence(node: string): number;
  /** How many seconds a Pod that has to go may still stay; undefined for one that need not go. */
  left(pod: string): number | undefined;
}

const columns = { zone: 1, node: 6, heard: 11, ready: 21, taints: 30, pods: 52 } as const;
const shortEffects: Readonly<Record<string, string>> = {
  NoSchedule: 'NoSched',
  NoExecute: 'NoExec',
};

/** A row for each node, then the zones, then what it means for those who ask for web or db. */
export function nodePicture(scene: NodeScene): Line[] {
  const canvas = new Canvas();
  const heads = { zone: 'zone', node: 'node', heard: 'heard', ready: 'Ready' };
  for (const [name, text] of Object.entries({ ...heads, taints: 'taints', pods: 'Pods' }))
    canvas.put(columns[name as keyof typeof columns], 0, text, 'dim');
  for (const [index, node] of scene.nodes.entries()) row(canvas, 1 + index, node, scene);
  for (const [index, { name, state, rate }] of scene.zones.entries()) {
    const tone: Tone = state === 'Normal' ? 'plain' : 'warn';
    canvas.put(1, 7 + index, `zone ${name}  ${state.padEnd(18)} NoExecute: ${perTime(rate)}`, tone);
  }
  canvas.put(1, 10, `ready: ${scene.workloads}`, 'strong');
  canvas.put(
    1,
    12,
    'w web  d db  a agent   w1? not ready  w1·20 goes in 20 s  2† are ending',
    'dim',
  );
  return canvas.lines();
}

/** `one node in 10 s`: how often a node may get a NoExecute taint. */
export function perTime(rate: number): string {
  return rate === 0 ? 'no node' : `one node in ${Math.round(1 / rate)} s`;
}

function row(canvas: Canvas, at: number, node: Stored<Node>, scene: NodeScene): void {
  const { name } = node.metadata;
  const seconds = scene.silence(name);
  const ready = readyOf(node) ?? 'none';
  canvas.put(columns.zone, at, zoneOf(node));
  canvas.put(columns.node, at, name, 'strong');
  canvas.put(
    columns.heard,
    at,
    seconds === 0 ? 'now' : `${seconds} s ago`,
    seconds > 50 ? 'bad' : seconds > 0 ? 'warn' : 'plain',
  );
  canvas.put(columns.ready, at, ready, ready === 'True' ? 'good' : 'bad');
  const taints = (node.spec?.taints ?? []).map(({ key, effect }) =>
    key === 'repair' ? key : (shortEffects[effect] ?? effect),
  );
  canvas.put(columns.taints, at, taints.join(' '), 'warn');
  podsOf(canvas, at, name, scene);
}

/** Those that are ending are only counted: on a silent node they stay, and are many. */
function podsOf(canvas: Canvas, at: number, node: string, scene: NodeScene): void {
  let column: number = columns.pods;
  const own = scene.pods.filter(({ spec }) => spec?.nodeName === node);
  const ending = own.filter(isEnding).length;
  for (const pod of own.filter((each) => !isEnding(each))) {
    const text = podText(pod, scene);
    canvas.put(column, at, text, readyOf(pod) === 'True' ? 'good' : 'bad');
    column += text.length + 1;
  }
  if (ending > 0) canvas.put(column, at, `${ending}†`, 'dim');
  if (column > 77) canvas.put(75, at, '…', 'dim');
}

/** `w3`, with what is to be said of it. */
function podText(pod: Stored<Pod>, { left }: NodeScene): string {
  const [kind, number] = pod.metadata.name.split('-') as [string, string];
  const short = kind === 'agent' ? 'a' : `${kind[0]}${number}`;
  const seconds = left(pod.metadata.name);
  if (seconds !== undefined) return `${short}·${seconds}`;
  return readyOf(pod) === 'True' ? short : `${short}?`;
}
