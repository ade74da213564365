import type * as k8s from './kubernetes.ts';

/** Which type the objects of a resource have, by the resource's name in URLs (plural, lower case). */
export interface ResourceTypes {
  configmaps: k8s.ConfigMap;
  endpoints: k8s.Endpoints;
  events: k8s.Event;
  limitranges: k8s.LimitRange;
  namespaces: k8s.Namespace;
  nodes: k8s.Node;
  persistentvolumeclaims: k8s.PersistentVolumeClaim;
  persistentvolumes: k8s.PersistentVolume;
  pods: k8s.Pod;
  podtemplates: k8s.PodTemplate;
  replicationcontrollers: k8s.ReplicationController;
  resourcequotas: k8s.ResourceQuota;
  secrets: k8s.Secret;
  serviceaccounts: k8s.ServiceAccount;
  services: k8s.Service;
  controllerrevisions: k8s.ControllerRevision;
  daemonsets: k8s.DaemonSet;
  deployments: k8s.Deployment;
  replicasets: k8s.ReplicaSet;
  statefulsets: k8s.StatefulSet;
  horizontalpodautoscalers: k8s.HorizontalPodAutoscaler;
  cronjobs: k8s.CronJob;
  jobs: k8s.Job;
  leases: k8s.Lease;
  endpointslices: k8s.EndpointSlice;
  ingresses: k8s.Ingress;
  ingressclasses: k8s.IngressClass;
  networkpolicies: k8s.NetworkPolicy;
  poddisruptionbudgets: k8s.PodDisruptionBudget;
  clusterrolebindings: k8s.ClusterRoleBinding;
  clusterroles: k8s.ClusterRole;
  rolebindings: k8s.RoleBinding;
  roles: k8s.Role;
  priorityclasses: k8s.PriorityClass;
  csidrivers: k8s.CSIDriver;
  csinodes: k8s.CSINode;
  storageclasses: k8s.StorageClass;
  volumeattachments: k8s.VolumeAttachment;
}

/** A resource of the built-in API: `pods`, `deployments`. */
export type ResourceName = keyof ResourceTypes;

/** Where a resource stands in the API. `apiVersion` is `v1` or `<group>/<version>`. */
export interface ApiResource<R extends string = string> {
  readonly resource: R;
  readonly group: string;
  readonly version: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Whether its objects live in a namespace. */
  readonly namespaced: boolean;
}

/** Every resource of the built-in API that the course uses, with group, version and kind as in Kubernetes 1.32. */
export const apiResources: { readonly [R in ResourceName]: ApiResource<R> } = {
  configmaps: namespaced('', 'v1', 'configmaps', 'ConfigMap'),
  endpoints: namespaced('', 'v1', 'endpoints', 'Endpoints'),
  events: namespaced('', 'v1', 'events', 'Event'),
  limitranges: namespaced('', 'v1', 'limitranges', 'LimitRange'),
  namespaces: clusterWide('', 'v1', 'namespaces', 'Namespace'),
  nodes: clusterWide('', 'v1', 'nodes', 'Node'),
  persistentvolumeclaims: namespaced('', 'v1', 'persistentvolumeclaims', 'PersistentVolumeClaim'),
  persistentvolumes: clusterWide('', 'v1', 'persistentvolumes', 'PersistentVolume'),
  pods: namespaced('', 'v1', 'pods', 'Pod'),
  podtemplates: namespaced('', 'v1', 'podtemplates', 'PodTemplate'),
  replicationcontrollers: namespaced('', 'v1', 'replicationcontrollers', 'ReplicationController'),
  resourcequotas: namespaced('', 'v1', 'resourcequotas', 'ResourceQuota'),
  secrets: namespaced('', 'v1', 'secrets', 'Secret'),
  serviceaccounts: namespaced('', 'v1', 'serviceaccounts', 'ServiceAccount'),
  services: namespaced('', 'v1', 'services', 'Service'),
  controllerrevisions: namespaced('apps', 'v1', 'controllerrevisions', 'ControllerRevision'),
  daemonsets: namespaced('apps', 'v1', 'daemonsets', 'DaemonSet'),
  deployments: namespaced('apps', 'v1', 'deployments', 'Deployment'),
  replicasets: namespaced('apps', 'v1', 'replicasets', 'ReplicaSet'),
  statefulsets: namespaced('apps', 'v1', 'statefulsets', 'StatefulSet'),
  horizontalpodautoscalers: namespaced(
    'autoscaling',
    'v2',
    'horizontalpodautoscalers',
    'HorizontalPodAutoscaler',
  ),
  cronjobs: namespaced('batch', 'v1', 'cronjobs', 'CronJob'),
  jobs: namespaced('batch', 'v1', 'jobs', 'Job'),
  leases: namespaced('coordination.k8s.io', 'v1', 'leases', 'Lease'),
  endpointslices: namespaced('discovery.k8s.io', 'v1', 'endpointslices', 'EndpointSlice'),
  ingresses: namespaced('networking.k8s.io', 'v1', 'ingresses', 'Ingress'),
  ingressclasses: clusterWide('networking.k8s.io', 'v1', 'ingressclasses', 'IngressClass'),
  networkpolicies: namespaced('networking.k8s.io', 'v1', 'networkpolicies', 'NetworkPolicy'),
  poddisruptionbudgets: namespaced('policy', 'v1', 'poddisruptionbudgets', 'PodDisruptionBudget'),
  clusterrolebindings: clusterWide(
    'rbac.authorization.k8s.io',
    'v1',
    'clusterrolebindings',
    'ClusterRoleBinding',
  ),
  clusterroles: clusterWide('rbac.authorization.k8s.io', 'v1', 'clusterroles', 'ClusterRole'),
  rolebindings: namespaced('rbac.authorization.k8s.io', 'v1', 'rolebindings', 'RoleBinding'),
  roles: namespaced('rbac.authorization.k8s.io', 'v1', 'roles', 'Role'),
  priorityclasses: clusterWide('scheduling.k8s.io', 'v1', 'priorityclasses', 'PriorityClass'),
  csidrivers: clusterWide('storage.k8s.io', 'v1', 'csidrivers', 'CSIDriver'),
  csinodes: clusterWide('storage.k8s.io', 'v1', 'csinodes', 'CSINode'),
  storageclasses: clusterWide('storage.k8s.io', 'v1', 'storageclasses', 'StorageClass'),
  volumeattachments: clusterWide('storage.k8s.io', 'v1', 'volumeattachments', 'VolumeAttachment'),
};

function namespaced<R extends string>(
  group: string,
  version: string,
  resource: R,
  kind: string,
): ApiResource<R> {
  const apiVersion = group === '' ? version : `${group}/${version}`;
  return { resource, group, version, apiVersion, kind, namespaced: true };
}

function clusterWide<R extends string>(
  group: string,
  version: string,
  resource: R,
  kind: string,
): ApiResource<R> {
  return { ...namespaced(group, version, resource, kind), namespaced: false };
}
