import { EtcdServer } from 'course/kit';
import type { Simulation } from '#simulation';
import { ApiWorld } from './simulation/api-world.ts';
import type { OtherParts, RegistryPart } from './simulation/parts.ts';

/** One request after the other on its way past the guards into etcd, and out to those who watch. */
export const simulation: Simulation<RegistryPart, OtherParts> = {
  title: 'One request, many guards',
  about:
    'Each step takes a request one guard further, until it is turned back or stored and told to the watchers. Change its token, its verb, what it sends, or the sender’s role, and see who stops it. In the picture ✓ let it pass, ✗ turned it back, ↪ began anew.',
  uses: [
    'apiserver/authentication',
    'apiserver/rbac-authorizer',
    'apiserver/label-selectors',
    'etcd/mvcc-store',
    'etcd/watch',
    'etcd/txn-cas-cad',
  ],
  begin(registry, seed, others) {
    const store = new others['etcd/mvcc-store'].MvccStore();
    const watches = new others['etcd/watch'].WatchHub(store);
    const { txn } = others['etcd/txn-cas-cad'];
    return new ApiWorld(registry, others, new EtcdServer({ store, watches, txn }), seed);
  },
};
