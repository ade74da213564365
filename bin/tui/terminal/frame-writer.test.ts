import { beforeEach, expect, it } from 'vitest';
import { FrameWriter } from './frame-writer.ts';

let written: string[];
let writer: FrameWriter;
beforeEach(() => {
  written = [];
  writer = new FrameWriter((text) => written.push(text));
});

const only = (text: string) => `\u001b[?2026h${text}\u001b[?2026l`;

it('the first picture is written whole on a cleared screen', () => {
  writer.draw('a\nb');
  expect(written).toEqual([only('\u001b[2J\u001b[1;1H\u001b[Ka\u001b[2;1H\u001b[Kb')]);
});

it('only lines that changed are written', () => {
  writer.draw('a\nb\nc');
  writer.draw('a\nx\nc');
  expect(written[1]).toBe(only('\u001b[2;1H\u001b[Kx'));
});

it('the same picture writes nothing', () => {
  writer.draw('a');
  writer.draw('a');
  expect(written).toHaveLength(1);
});

it('lines that are gone are erased', () => {
  writer.draw('a\nb');
  writer.draw('a');
  expect(written[1]).toBe(only('\u001b[2;1H\u001b[K'));
});

it('after somebody else used the terminal everything is written again', () => {
  writer.draw('a');
  writer.forget();
  writer.draw('a');
  expect(written[1]).toBe(written[0]);
});
