import type { Node } from 'course/kit';
import { expect, it } from 'vitest';
import { observe } from '#exercise/controllers/node-lifecycle';
import { copyBack } from '#suite';
import { lease, ms, node, start } from '../objects.ts';

type Look = readonly [seconds: number, node: Node, leaseRenewed?: number];

/** Looks at a node again and again; the seconds at which its last heartbeat was noticed, after each look. */
function noticed(...looks: Look[]): number[] {
  let seen: ReturnType<typeof observe> | undefined;
  return looks.map(([seconds, seenNode, renewed]) => {
    const held = renewed === undefined ? undefined : lease('n1', renewed);
    seen = observe(seen, seenNode, held, ms(seconds));
    return (seen.at - start) / 1000;
  });
}

/** What the numbers in a failure are. */
const inSeconds = (rule: string) =>
  `${rule}; \`at\` after each look, in seconds since the node was created`;

const told = (heartbeat: number, ready = 'True') => node('n1', { ready, heartbeat });
const mute = node('n1');

/** The tests of this group. */
export function heartbeats(): void {
  it('the first look at a node that has told of itself is a heartbeat, whatever its stamps say', () => {
    expect([noticed([100, told(0)]), noticed([100, told(7200)])], inSeconds('rule 2')).toEqual([
      [100],
      [100],
    ]);
  });

  it('a node without condition Ready was last heard of when it was created', () => {
    expect(noticed([100, mute], [200, mute]), inSeconds('rule 2')).toEqual([0, 0]);
  });

  it('another stamp is a heartbeat, noticed now; the same stamp is none', () => {
    const at = noticed([10, told(1)], [20, told(1)], [30, told(2)], [40, told(2)]);
    expect(at, inSeconds('rules 3 and 5')).toEqual([10, 10, 30, 30]);
  });

  it('a stamp that went back is a heartbeat too', () => {
    expect(noticed([10, told(100)], [20, told(50)]), inSeconds('rule 3')).toEqual([10, 20]);
  });

  it('stamps of a clock that is years ahead or behind change nothing', () => {
    const far = 10_000_000;
    const ahead = noticed([10, told(far)], [20, told(far)], [30, told(far + 1)]);
    const behind = noticed([10, told(-far)], [20, told(-far)], [30, told(-far + 1)]);
    expect([ahead, behind], inSeconds('rule 1')).toEqual([
      [10, 10, 30],
      [10, 10, 30],
    ]);
  });

  it('another status with the same stamp is not from the kubelet: no heartbeat', () => {
    expect(noticed([10, told(1)], [20, told(1, 'Unknown')]), inSeconds('rules 3 and 5')).toEqual([
      10, 10,
    ]);
  });

  it('Ready that comes or goes is a heartbeat', () => {
    expect(noticed([10, mute], [20, told(0)], [30, mute], [40, mute]), inSeconds('rule 3')).toEqual(
      [...[0, 20, 30, 30]],
    );
  });

  it('Ready without a stamp is still there', () => {
    const bare = { ...mute, status: { conditions: [{ type: 'Ready', status: 'True' }] } };
    expect(noticed([10, bare], [20, bare], [30, mute]), inSeconds('rules 2 and 3')).toEqual([
      10, 10, 30,
    ]);
  });

  it('a Lease that is renewed is a heartbeat, the same Lease again is none', () => {
    const at = noticed([10, told(1), 5], [20, told(1), 5], [30, told(1), 6]);
    expect(at, inSeconds('rules 4 and 5')).toEqual([10, 10, 30]);
  });

  it('the first Lease is a heartbeat, even of a node without Ready', () => {
    expect(noticed([10, mute, 5], [20, mute, 5]), inSeconds('rule 4, first look')).toEqual([
      10, 10,
    ]);
    expect(noticed([10, mute], [20, mute, 5]), inSeconds('rule 4, Lease seen later')).toEqual([
      0, 20,
    ]);
  });

  it('only a Lease that is later than all before it counts', () => {
    const at = noticed([10, told(1), 50], [20, told(1), 40], [30, told(1), 50], [40, told(1), 51]);
    expect(at, inSeconds('rule 4')).toEqual([10, 10, 10, 40]);
  });

  it('no Lease for a while: nothing is forgotten', () => {
    const at = noticed([10, told(1), 50], [20, told(1)], [30, told(1), 50]);
    expect(at, inSeconds('rule 4')).toEqual([10, 10, 10]);
  });

  it('a Lease without renewTime says nothing', () => {
    const first = observe(undefined, mute, lease('n1'), ms(10));
    const second = observe(first, mute, { metadata: { name: 'n1' } }, ms(20));
    expect([first.at, second.at], 'rule 4').toEqual([ms(0), ms(0)]);
  });

  it('one kind of heartbeat is enough', () => {
    const status = noticed([10, told(1), 5], [20, told(2), 5]);
    const renewed = noticed([10, told(1), 5], [20, told(1), 6]);
    expect([status, renewed], inSeconds('rule 5')).toEqual([
      [10, 20],
      [10, 20],
    ]);
  });

  it('nothing that it is given is changed', () => {
    const seen = observe(undefined, told(1), lease('n1', 5), ms(10));
    const args = [seen, told(2), lease('n1', 6), ms(20)];
    expect(copyBack(observe, ...args).args).toEqual(args);
  });
}
