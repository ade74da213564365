import { bodyRows } from '../../components/layout.ts';
import { panelBorder } from '../../components/panel.ts';
import { signs } from '../../components/signs.ts';
import { type KeyFacts, type Mode, modeTitles } from '../../input/key-facts.ts';
import { bindingsOf, keysLabel } from '../../input/key-help.ts';
import { blockedReason } from '../../input/key-press.ts';
import type { Binding } from '../../keys.ts';
import type { World } from '../../session/world.ts';
import { fill } from '../../text/fill.ts';
import { type Line, span } from '../../text/line.ts';
import { type Page, pageOf } from '../../text/page.ts';

const keyColumn = 22;

/** All keys: first those of the screen below, with the reason where one does not work now, then all signs, then the others' keys. */
export function helpPage(mode: Mode, facts: KeyFacts, world: World): Page {
  const others = (Object.keys(modeTitles) as Mode[]).filter((other) => !isHidden(other, mode));
  const blocks = [
    modeBlock(mode, bindingsOf(mode), facts),
    signBlock(),
    ...others.map((other) => modeBlock(other, restOf(other, mode), {})),
  ];
  return pageOf(blocks.filter(isFull), bodyRows(world.size) - panelBorder.rows);
}

/** Modes that nobody looks up: they say themselves what to press. */
function isHidden(other: Mode, mode: Mode): boolean {
  return other === mode || ['too-small', 'first-run', 'help', 'confirm'].includes(other);
}

/** What the list of the screen below does not say already. */
function restOf(other: Mode, mode: Mode): Binding[] {
  const said = new Set(bindingsOf(mode).map((row) => `${row.keys} ${row.does}`));
  return bindingsOf(other).filter((row) => !said.has(`${row.keys} ${row.does}`));
}

function isFull(lines: readonly Line[]): boolean {
  return lines.length > 1;
}

/** Nobody looks up that the top is the top. */
const anywhere = { atTop: false, atEnd: false, firstPart: false, lastPart: false };

function modeBlock(mode: Mode, rows: readonly Binding[], facts: KeyFacts): Line[] {
  const current = Object.keys(facts).length > 0;
  const wherever = { ...facts, ...anywhere };
  return [
    [span(modeTitles[mode], 'heading')],
    ...rows.flatMap((row) => bindingLines(row, current ? blockedReason(row, wherever) : null)),
  ];
}

function bindingLines(row: Binding, blocked: string | null): Line[] {
  const keys = fill([span(`  ${keysLabel(row)}`, 'key')], keyColumn);
  if (blocked === null) return [[...keys, span(row.does)]];
  return [
    [...keys, span(row.does, 'muted')],
    [...fill([], keyColumn), span(`not now: ${blocked}`, 'muted', 'emphasis')],
  ];
}

function signBlock(): Line[] {
  const rows = signs.map(({ sign, look, says }) => [
    ...fill([span('  '), span(sign, look)], keyColumn),
    span(says),
  ]);
  return [[span('Signs', 'heading')], ...rows];
}
