import { Canvas, type Line } from '#simulation';
import type { ClusterView } from './cluster-world.ts';
import type { Machine } from './machine.ts';
import { pluginNames, type ScorerName, scorerNames, type Verdict } from './plugins.ts';

/** The columns of the table: first those who filter, then those who score. */
const filterColumn = { cordon: 7, taints: 15, affinity: 23, room: 33 } as const;
const scoreColumn = { taints: 40, affinity: 50, room: 61 } as const;
const totalColumn = 69;
const bar = 8;

/** The queue, the table of nodes and plugins for the last Pod, and how full the nodes are. */
export function clusterPicture(view: ClusterView): Line[] {
  const canvas = new Canvas();
  const names = (pods: ClusterView['queue']) => pods.map(({ name }) => name).join('  ') || 'none';
  canvas.put(1, 0, 'queue', 'dim');
  canvas.put(7, 0, cut(names(view.queue)));
  canvas.put(1, 1, 'aside', 'dim');
  canvas.put(7, 1, cut(names(view.aside)), view.aside.length > 0 ? 'warn' : 'dim');
  heading(canvas, view);
  for (const [i, verdict] of view.verdicts.entries()) tableRow(canvas, 5 + i, verdict, view);
  canvas.put(1, 10, 'zone  node  cpu requested       memory requested   disk taints', 'dim');
  for (const [i, machine] of view.machines.entries()) rack(canvas, 11 + i, machine, view);
  return canvas.lines();
}

function heading(canvas: Canvas, { tried, weights }: ClusterView): void {
  if (!tried) {
    canvas.put(1, 3, 'No Pod was tried yet.', 'dim');
    return;
  }
  const { workload, size } = tried;
  canvas.put(1, 3, `Pod ${workload.name}: ${size}; ${workload.wish}`, 'strong');
  canvas.put(1, 4, 'node', 'dim');
  for (const name of pluginNames) canvas.put(filterColumn[name], 4, name, 'dim');
  for (const name of scorerNames)
    canvas.put(scoreColumn[name], 4, `${name}×${weights[name]}`, 'dim');
  canvas.put(totalColumn, 4, 'total', 'dim');
}

/** Behind a no stands its reason: nobody after it was asked. */
function tableRow(canvas: Canvas, row: number, verdict: Verdict, { chosen }: ClusterView): void {
  const { node, refusedBy, reasons, points, total } = verdict;
  const won = node === chosen;
  canvas.put(1, row, won ? `${node} ◂` : node, won ? 'strong' : 'plain');
  for (const name of pluginNames) {
    if (name === refusedBy) {
      const text = `no: ${reasons.join(', ')}`;
      // The longest reason is longer than what is left beside the column.
      canvas.put(Math.min(filterColumn[name], 76 - text.length), row, text, 'bad');
      return;
    }
    canvas.put(filterColumn[name], row, '✓', 'good');
  }
  const put = (name: ScorerName) => canvas.put(scoreColumn[name], row, String(points![name]));
  scorerNames.forEach(put);
  canvas.put(totalColumn, row, String(total), won ? 'strong' : 'plain');
}

function rack(canvas: Canvas, row: number, machine: Machine, view: ClusterView): void {
  const { name, zone, cpu, memory, ssd, gpu, old, cordoned } = machine;
  const used = view.used(machine);
  const gib = used.memory / 2 ** 30;
  canvas.put(1, row, `${zone}  ${name}`);
  canvas.put(13, row, `${filled(used.cpu / cpu)} ${used.cpu}/${cpu}m`);
  canvas.put(33, row, `${filled(gib / memory)} ${Number(gib.toFixed(1))}/${memory}Gi`);
  canvas.put(52, row, ssd ? 'ssd' : 'hdd');
  const marks = [gpu && '!gpu', old && '~old', cordoned && 'cordoned'].filter(Boolean);
  canvas.put(57, row, marks.join(' '), 'warn');
}

function filled(share: number): string {
  const full = Math.min(bar, Math.round(share * bar));
  return '█'.repeat(full) + '░'.repeat(bar - full);
}

/** What does not fit beside its label is left out, and said to be. */
function cut(text: string): string {
  return text.length <= 68 ? text : `${text.slice(0, 66)} …`;
}
