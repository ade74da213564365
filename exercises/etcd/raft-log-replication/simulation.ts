import type { ElectionConfig, ElectionHalf, ReplicationHalf, SavedLog } from 'course/kit';
import type { Simulation } from '#simulation';
import { RaftWorld } from './simulation/raft-world.ts';

/** What this exercise's file exports, as far as the simulation needs it. */
interface LogPart {
  readonly Replication: new (
    id: number,
    voters: readonly number[],
    saved?: SavedLog,
  ) => ReplicationHalf;
}

/** The other half of a node. */
interface ElectionParts {
  readonly 'etcd/raft-leader-election': {
    readonly Election: new (config: ElectionConfig) => ElectionHalf;
  };
}

/** A Raft cluster with its messages under way. */
export const simulation: Simulation<LogPart, ElectionParts> = {
  title: 'A Raft cluster',
  about:
    'Nodes elect a leader, clients propose values, now and then a node crashes. Stop nodes, cut them off, hold their messages up: who leads, and which entries are kept? In the picture an entry is its term and its value, as 2c, and 2· is the empty one with which a leader of term 2 begins; a bar stands behind the last that is committed.',
  uses: ['etcd/raft-leader-election'],
  begin: ({ Replication }, seed, others) =>
    new RaftWorld({ Replication, Election: others['etcd/raft-leader-election'].Election }, seed),
};
