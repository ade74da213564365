import type { Choice } from '#simulation';
import type { ClusterView } from './cluster-world.ts';
import type { Machine } from './machine.ts';
import { scorerNames } from './plugins.ts';

const mostWeight = 9;
const leastCpu = 125;
const mostCpu = 8000;

/** What the reader may do: to each node, to the next Pod, to the weights. */
export function readerChoices(view: ClusterView): Choice[] {
  return [
    ...view.machines.map(({ name, cordoned }) => ({
      id: `cordon-${name}`,
      label: `${cordoned ? 'uncordon' : 'cordon'} ${name}`,
    })),
    ...view.machines.map(({ name, gpu }) => ({
      id: `gpu-${name}`,
      label: gpu ? `remove taint gpu from ${name}` : `taint ${name} gpu=a100:NoSchedule`,
    })),
    ...view.machines.map(({ name, old }) => ({
      id: `old-${name}`,
      label: old ? `remove taint old from ${name}` : `taint ${name} old:PreferNoSchedule`,
    })),
    ...view.machines.map(({ name, ssd }) => ({
      id: `label-${name}`,
      label: `label ${name} disk=${ssd ? 'hdd' : 'ssd'}`,
    })),
    ...resizing(view),
    ...weighing(view),
    ...view.machines.map(deleting),
  ];
}

function resizing({ queue: [next] }: ClusterView): Choice[] {
  const none = next ? undefined : 'The queue is empty.';
  const small = next && next.cpu <= leastCpu ? `It requests only ${next.size}.` : undefined;
  const large = next && next.cpu * 2 > mostCpu ? `It requests ${next.size} already.` : undefined;
  const name = next?.name ?? 'a Pod';
  return [
    withWhy({ id: 'halve', label: `halve the request of ${name}` }, none ?? small),
    withWhy({ id: 'double', label: `double the request of ${name}` }, none ?? large),
  ];
}

function weighing({ weights }: ClusterView): Choice[] {
  return scorerNames.flatMap((name) => [
    withWhy(
      { id: `more-${name}`, label: `raise the weight of ${name}` },
      weights[name] >= mostWeight ? `It is ${mostWeight}, the most here.` : undefined,
    ),
    withWhy(
      { id: `less-${name}`, label: `lower the weight of ${name}` },
      weights[name] <= 0 ? 'It is 0 already.' : undefined,
    ),
  ]);
}

function deleting({ name, pods }: Machine): Choice {
  const last = pods.at(-1);
  return withWhy(
    {
      id: `delete-${name}`,
      label: last ? `delete ${last.name} on ${name}` : `delete a Pod on ${name}`,
    },
    last ? undefined : `No Pod is on ${name}.`,
  );
}

function withWhy(choice: Choice, why: string | undefined): Choice {
  return why === undefined ? choice : { ...choice, why };
}
