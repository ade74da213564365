import type { Key } from 'ink';
import { expect, it } from 'vitest';
import { keyNames } from './key-press.ts';

const none = {} as Key;

it('names keys as the key table spells them', () => {
  expect(keyNames('', { ...none, upArrow: true })).toEqual(['up']);
  expect(keyNames('', { ...none, tab: true, shift: true })).toEqual(['shift+tab']);
  expect(keyNames(' ', none)).toEqual(['space']);
  expect(keyNames('c', { ...none, ctrl: true })).toEqual(['ctrl+c']);
});

it('keys typed faster than they are read come one by one', () => {
  expect(keyNames('jj集', none)).toEqual(['j', 'j', '集']);
});

it('two Escapes in one piece leave two states', () => {
  expect(keyNames('', { ...none, escape: true })).toEqual(['esc']);
  expect(keyNames('\u001B', { ...none, escape: true, meta: true })).toEqual(['esc', 'esc']);
});
