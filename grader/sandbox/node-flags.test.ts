import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { nodeFlags } from './node-flags.ts';

describe('the flags of the box’s node', () => {
  it('start the node that we run on', () => {
    const run = () =>
      execFileSync(process.execPath, [...nodeFlags('/nowhere'), '-e', 'console.log(1)'], {
        encoding: 'utf8',
      });
    expect(run()).toBe('1\n');
  });

  it('are only what a version is known to take', () => {
    const quick = (version: string) => nodeFlags('/p', version).slice(5);
    expect(quick('20.19.0')).toEqual(['--no-rehash-snapshot', '--interrupt-budget=200000']);
    expect(quick('22.13.0')).toEqual(['--no-rehash-snapshot']);
    expect(quick('25.0.0')).toEqual([]);
  });

  it.each([
    ['20.19.0', '--experimental-permission'],
    ['22.12.0', '--experimental-permission'],
    ['22.13.0', '--permission'],
    ['23.4.0', '--experimental-permission'],
    ['24.0.0', '--permission'],
  ])('name the permission model as node %s does', (version, flag) => {
    expect(nodeFlags('/p', version)[0]).toBe(flag);
  });
});
