import { beforeEach, expect, it } from 'vitest';
import { FrameWriter } from './frame-writer.ts';

let written: string[];
let writer: FrameWriter;
beforeEach(() => {
  written = [];
  writer = new FrameWriter((text) => written.push(text));
});

function draw(...lines: string[]) {
  writer.put(0, lines);
  writer.show(lines.length);
}

const only = (text: string) => `\u001b[?2026h${text}\u001b[?2026l`;

it('the first picture is written whole on a cleared screen', () => {
  draw('a', 'b');
  expect(written).toEqual([only('\u001b[2J\u001b[1;1H\u001b[Ka\u001b[2;1H\u001b[Kb')]);
});

it('only lines that changed are written', () => {
  draw('a', 'b', 'c');
  draw('a', 'x', 'c');
  expect(written[1]).toBe(only('\u001b[2;1H\u001b[Kx'));
});

it('the same picture writes nothing', () => {
  draw('a');
  draw('a  ');
  expect(written).toHaveLength(1);
});

it('lines that are gone are erased', () => {
  draw('a', 'b');
  draw('a');
  expect(written[1]).toBe(only('\u001b[2;1H\u001b[K'));
});

it('parts may come in any order', () => {
  writer.put(1, ['b']);
  writer.put(0, ['a']);
  writer.show(2);
  expect(written[0]).toContain('\u001b[1;1H\u001b[Ka\u001b[2;1H\u001b[Kb');
});

it('after somebody else used the terminal everything is written again', () => {
  draw('a');
  writer.forget();
  draw('a');
  expect(written[1]).toBe(written[0]);
});
