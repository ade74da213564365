import { type Binding, bindings, type KeyFacts, type Mode, modeTitles } from '../keys.ts';
import { type Line, lineWidth, span } from '../text/line.ts';
import { blockedReason } from './key-press.ts';

const symbols: Readonly<Record<string, string>> = {
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  'shift+tab': 'Shift+Tab',
  space: 'Space',
};

/** A key as people write it: `Enter`, `Ctrl+C`, `j`. */
export function keyLabel(key: string): string {
  if (key.startsWith('ctrl+')) return `Ctrl+${key.slice(5).toUpperCase()}`;
  return symbols[key] ?? key;
}

/** All keys of a binding, digits as a range. */
export function keysLabel(binding: Binding): string {
  const { keys } = binding;
  if (keys.every((key) => /\d/.test(key))) return `${keys[0]}-${keys.at(-1)}`;
  return keys.map(keyLabel).join(' ');
}

/** The bindings of a mode, as the table orders them. */
export function bindingsOf(mode: Mode): Binding[] {
  return bindings.filter((binding) => binding.modes.includes(mode));
}

/** The keys that work now, as one line. */
export function footerLine(mode: Mode, facts: KeyFacts, columns: number): Line {
  return footerOf(footerBindings(mode, facts, columns));
}

/** The bindings in the footer: those that work now, the least important left out where the line is too short. */
export function footerBindings(mode: Mode, facts: KeyFacts, columns: number): Binding[] {
  let shown = bindingsOf(mode).filter((row) => row.footer && !blockedReason(row, facts));
  while (shown.length > 1 && lineWidth(footerOf(shown)) > columns) {
    const least = Math.max(...shown.map((row) => row.footer!.rank));
    shown = shown.filter((row) => row !== shown.findLast((other) => other.footer!.rank === least));
  }
  return shown;
}

function footerOf(shown: readonly Binding[]): Line {
  return shown.flatMap((row, index) => [
    span(index > 0 ? '  ' : ''),
    span(row.footer!.keys, 'key'),
    span(` ${row.footer!.word}`, 'muted'),
  ]);
}

/** The whole table as Markdown, for the docs. */
export function keysAsMarkdown(): string {
  return (Object.keys(modeTitles) as Mode[]).map(modeAsMarkdown).join('\n');
}

function modeAsMarkdown(mode: Mode): string {
  const rows = bindingsOf(mode).map((row) => `| ${keyCells(row)} | ${row.does} |`);
  return [`## ${modeTitles[mode]}`, '', '| Key | Does |', '|---|---|', ...rows, ''].join('\n');
}

function keyCells(row: Binding): string {
  const digits = row.keys.every((key) => /\d/.test(key));
  return (digits ? [keysLabel(row)] : row.keys.map(keyLabel)).map((key) => `\`${key}\``).join(' ');
}
