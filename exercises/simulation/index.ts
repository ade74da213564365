// What a simulation imports as `#simulation`.

export * from './cluster/key-queue.ts';
export * from './cluster/small-client.ts';
export * from './cluster/small-cluster.ts';
export * from './picture.ts';
export * from './simulation.ts';
