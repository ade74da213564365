import type { Key } from 'ink';
import { type Binding, bindings } from '../keys.ts';
import { charactersOf } from '../text/width.ts';
import type { KeyFacts, Mode } from './key-facts.ts';

const named: readonly [keyof Key, string][] = [
  ['upArrow', 'up'],
  ['downArrow', 'down'],
  ['leftArrow', 'left'],
  ['rightArrow', 'right'],
  ['pageUp', 'pageup'],
  ['pageDown', 'pagedown'],
  ['home', 'home'],
  ['end', 'end'],
  ['return', 'enter'],
  ['escape', 'esc'],
  ['backspace', 'backspace'],
  ['delete', 'backspace'],
];

/** Names of the keys in one piece of input, as the key table spells them. Fast typing and pasting bring several at once. */
export function keyNames(input: string, key: Key): string[] {
  if (key.tab) return [key.shift ? 'shift+tab' : 'tab'];
  const name = named.find(([flag]) => key[flag])?.[1];
  // Ink reads two Escapes in one piece as one key whose text is the second.
  if (name === 'esc' && input === '\u001B') return ['esc', 'esc'];
  if (name) return [name];
  if (key.ctrl) return [`ctrl+${input}`];
  return charactersOf(input).flatMap((character) => characterName(character) ?? []);
}

function characterName(character: string): string | undefined {
  if (character === ' ') return 'space';
  if (character === '\r' || character === '\n' || character === '\r\n') return 'enter';
  return character >= ' ' && character !== '\u007f' ? character : undefined;
}

/** What a key does in this mode. */
export function bindingFor(mode: Mode, key: string): Binding | undefined {
  return bindings.find((row) => row.modes.includes(mode) && row.keys.includes(key));
}

/** Why the binding cannot work now; null when it can. */
export function blockedReason(binding: Binding, facts: KeyFacts): string | null {
  return binding.blocked(facts) || null;
}
