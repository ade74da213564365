import type { ReplicaSet } from 'course/kit';
import { describe, expect, it } from 'vitest';
import {
  findNewReplicaSet,
  nextRevision,
  setsToDelete,
} from '#exercise/controllers/deployment-rollout';
import { set, template, type Wish, web } from '../objects.ts';

/** Which is the new one, History. */
export function testHistory(): void {
  describe('Which is the new one', () => {
    const found = (sets: ReplicaSet[], wish: Wish = {}) =>
      findNewReplicaSet(web({ template: template('v2'), ...wish }), sets)?.metadata?.name;
    const v2 = { image: 'v2' };

    it('the one with the Deployment’s template, whatever the hash in its labels', () => {
      const other = set('other', 1, v2);
      other.spec!.template!.metadata!.labels!['pod-template-hash'] = 'written-by-an-older-version';
      expect(found([set('a', 1), other, set('b', 1)]), 'rule 14').toBe('other');
      const bare = set('bare', 1, v2);
      delete bare.spec!.template!.metadata!.labels!['pod-template-hash'];
      expect(found([bare]), 'rule 14: no such label').toBe('bare');
      const labelled = template('v2', { 'pod-template-hash': 'x' });
      expect(found([other], { template: labelled }), 'rule 14: the Deployment has one').toBe(
        'other',
      );
    });

    it('none has it: there is no new one yet', () => {
      expect(found([set('a', 1), set('b', 1)]), 'rule 14').toBeUndefined();
      expect(found([]), 'rule 14').toBeUndefined();
    });

    it('any other difference counts, a label too', () => {
      const wish = { template: template('v2', { tier: 'x' }) };
      expect(found([set('a', 1, v2)], wish), 'rule 14').toBeUndefined();
      const empty = { template: { ...template('v2'), spec: { containers: [] } } };
      expect(found([set('a', 1, v2)], empty), 'rule 14').toBeUndefined();
    });

    it('what means the same is the same', () => {
      const { metadata, spec } = template('v2');
      const wish = { metadata: { ...metadata, annotations: {} }, spec: { ...spec!, volumes: [] } };
      expect(found([set('a', 1, v2)], { template: wish }), 'rule 14: deepEqual').toBe('a');
    });

    it('of several the oldest', () => {
      const sets = [set('b', 1, { at: 3, ...v2 }), set('a', 0, { at: 2, ...v2 }), set('c', 1)];
      expect(found(sets), 'rule 14').toBe('a');
      const timeless = { ...sets[0]!, metadata: { name: 'z' } };
      for (const both of [
        [timeless, sets[1]!],
        [sets[1]!, timeless],
      ])
        expect(found(both), 'rule 14: no time is the oldest').toBe('z');
      const named: ReplicaSet = { metadata: { name: 'A' } };
      for (const both of [
        [named, {}],
        [{}, named],
      ])
        expect(findNewReplicaSet(web(), both), 'rule 14: no name comes first').toEqual({});
    });

    it('its revision is one more than those of all others', () => {
      const olds = [set('a', 0, { revision: 3 }), set('b', 0, { revision: 1 })];
      expect(nextRevision(undefined, olds), 'rule 15').toBe(4);
      expect(nextRevision(set('new', 0, { revision: 2 }), olds), 'rule 15: after an undo').toBe(4);
      expect(nextRevision(undefined, []), 'rule 15: the first').toBe(1);
    });

    it('revisions are numbers: 10 is more than 9', () => {
      const olds = [set('a', 0, { revision: 9 }), set('b', 0, { revision: 10 })];
      expect(nextRevision(undefined, olds), 'rule 15').toBe(11);
      expect(nextRevision(set('new', 0, { revision: 9 }), olds), 'rule 15').toBe(11);
    });

    it('a higher one that it has already is kept', () => {
      expect(nextRevision(set('new', 0, { revision: 7 }), [set('a', 0, { revision: 3 })])).toBe(7);
      expect(nextRevision(set('new', 0, { revision: 4 }), [set('a', 0, { revision: 3 })])).toBe(4);
    });

    it('no number is 0', () => {
      const olds = [set('a', 0), set('b', 0, { revision: 'x' })];
      expect(nextRevision(set('new', 0, { revision: 'y' }), olds), 'rule 15').toBe(1);
    });

    it('no template is a template too', () => {
      const bare: ReplicaSet = { spec: { selector: {} } };
      expect(findNewReplicaSet({}, [set('a', 1, v2), bare]), 'rule 14').toEqual(bare);
      expect(findNewReplicaSet(web(), [{}]), 'rule 14').toEqual({});
      expect(found([{}]), 'rule 14').toBeUndefined();
      expect(nextRevision({}, [{}]), 'rule 15').toBe(1);
    });
  });

  describe('History', () => {
    const gone = (limit: number | undefined, ...olds: ReplicaSet[]) => {
      const wish = limit === undefined ? {} : { revisionHistoryLimit: limit };
      return [...setsToDelete(web(wish), olds)].sort();
    };
    const old = (revision: number, wish: { size?: number; running?: number; at?: number } = {}) =>
      set(`r${revision}`, wish.size ?? 0, { running: 0, ...wish, revision });

    it('the lowest revisions beyond the limit, not the oldest ReplicaSets', () => {
      const olds = [old(4, { at: 1 }), old(1, { at: 9 }), old(10, { at: 2 }), old(3, { at: 3 })];
      expect(gone(2, ...olds), 'rule 16').toEqual(['r1', 'r3']);
      expect(gone(0, ...olds), 'rule 16').toEqual(['r1', 'r10', 'r3', 'r4']);
      expect(gone(4, ...olds), 'rule 16').toEqual([]);
      expect(gone(9, ...olds), 'rule 16').toEqual([]);
    });

    it('without a limit it is 10', () => {
      const olds = Array.from({ length: 12 }, (_, i) => old(i + 1));
      expect(gone(undefined, ...olds), 'rule 16').toEqual(['r1', 'r2']);
    });

    it('of equal revision the older one goes', () => {
      const [a, b] = [set('a', 0, { at: 5 }), set('b', 0, { at: 2 })];
      expect(gone(1, a, b), 'rule 16').toEqual(['b']);
    });

    it('who has Pods, or is to have some, stays, and nobody goes instead', () => {
      expect(gone(1, old(1, { size: 1 }), old(2), old(3)), 'rule 17: size 1').toEqual(['r2']);
      expect(gone(2, old(1, { size: 1 }), old(2), old(3)), 'rule 17: size 1').toEqual([]);
      expect(gone(0, old(1, { running: 1 }), old(2)), 'rule 17: 1 runs').toEqual(['r2']);
    });

    it('who has not yet been seen by its controller stays', () => {
      const [late, seen] = [old(1), old(2)];
      const status = (observedGeneration: number) => ({ replicas: 0, observedGeneration });
      const at = (each: ReplicaSet, generation: number, observed: number): ReplicaSet => ({
        ...each,
        metadata: { ...each.metadata, generation },
        status: status(observed),
      });
      expect(gone(0, at(late, 3, 2), at(seen, 3, 3)), 'rule 17').toEqual(['r2']);
      const never: ReplicaSet = { ...late, metadata: { ...late.metadata, generation: 1 } };
      expect(gone(0, { ...never, status: { replicas: 0 } }), 'rule 17: no status yet').toEqual([]);
    });

    it('who is being deleted does not count', () => {
      const leaving = old(3);
      Object.assign(leaving.metadata!, { deletionTimestamp: '2025-01-01T00:00:00Z' });
      expect(gone(1, leaving, old(1), old(2)), 'rule 16').toEqual(['r1']);
      expect(gone(0, leaving), 'rule 16').toEqual([]);
    });

    it('what is missing does not count as empty', () => {
      expect(setsToDelete({}, [{}]), 'rule 16').toEqual([]);
      const unnamed: ReplicaSet = { spec: { replicas: 0, selector: {} } };
      expect(
        setsToDelete(web({ revisionHistoryLimit: 0 }), [{}, unnamed]),
        'rule 17: size 1',
      ).toEqual(['']);
    });
  });
}
