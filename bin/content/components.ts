/** One part of the cluster, or `course` for what belongs to none. */
export interface Component {
  /** Name of its folder below lessons/ and exercises/. */
  readonly id: string;
  readonly title: string;
}

/** The components in teaching order. */
export const components: readonly Component[] = [
  { id: 'course', title: 'The whole picture' },
  { id: 'etcd', title: 'etcd' },
  { id: 'apiserver', title: 'kube-apiserver' },
  { id: 'scheduler', title: 'kube-scheduler' },
  { id: 'controllers', title: 'kube-controller-manager' },
  { id: 'kubelet', title: 'kubelet' },
  { id: 'proxy', title: 'kube-proxy and service discovery' },
  { id: 'addons', title: 'Add-ons' },
];

/** Place of a component in the course; -1 when there is no such component. */
export function componentPlace(id: string): number {
  return components.findIndex((component) => component.id === id);
}
