import { describe, expect, it } from 'vitest';
import { Canvas, line, span } from './picture.ts';

it('a line is made of texts and spans', () => {
  expect(line('node ', span('1', 'strong'))).toEqual([
    { text: 'node ', tone: 'plain' },
    { text: '1', tone: 'strong' },
  ]);
});

describe('a canvas', () => {
  it('joins neighbors of one tone and fills gaps with spaces', () => {
    const canvas = new Canvas(10, 3);
    canvas.put(1, 0, 'ab', 'good');
    canvas.put(3, 0, 'c', 'good');
    canvas.put(6, 0, 'd');
    expect(canvas.lines()).toEqual([[span(' '), span('abc', 'good'), span('  d')]]);
  });

  it('covers what was there before', () => {
    const canvas = new Canvas(10, 1);
    canvas.put(0, 0, '-----', 'dim');
    canvas.put(2, 0, '>', 'accent');
    expect(canvas.lines()).toEqual([[span('--', 'dim'), span('>', 'accent'), span('--', 'dim')]]);
  });

  it('cuts off what lies beside it', () => {
    const canvas = new Canvas(4, 1);
    canvas.put(-1, 0, 'ab');
    canvas.put(3, 0, 'xyz');
    canvas.put(0, 5, 'below');
    expect(canvas.lines()).toEqual([[span('b  x')]]);
  });

  it('keeps empty lines above the last used one', () => {
    const canvas = new Canvas(4, 3);
    canvas.put(0, 1, 'x');
    expect(canvas.lines()).toEqual([[], [span('x')]]);
  });
});
