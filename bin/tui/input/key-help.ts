import { type Binding, bindings, type Footer } from '../keys.ts';
import { type Line, lineWidth, span } from '../text/line.ts';
import { type KeyFacts, type Mode, modeTitles } from './key-facts.ts';

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

/** A binding in the footer, and what it says there. */
interface Shown {
  readonly binding: Binding;
  readonly footer: Footer;
}

/** The bindings in the footer: those that work now, the least important left out where the line is too short. */
export function footerBindings(mode: Mode, facts: KeyFacts, columns: number): Shown[] {
  let shown = bindingsOf(mode).flatMap((binding): Shown[] => {
    const footer = binding.footer(facts);
    return footer ? [{ binding, footer }] : [];
  });
  while (shown.length > 1 && lineWidth(footerOf(shown)) > columns) {
    const least = Math.max(...shown.map(({ footer }) => footer.rank));
    shown = shown.filter((row) => row !== shown.findLast(({ footer }) => footer.rank === least));
  }
  return shown;
}

function footerOf(shown: readonly Shown[]): Line {
  return shown.flatMap(({ footer }, index) => [
    span(index > 0 ? '  ' : ''),
    span(footer.keys, 'key'),
    span(` ${footer.word}`, 'muted'),
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
