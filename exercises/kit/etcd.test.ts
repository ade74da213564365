import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareBytes } from './bytes.ts';
import { EtcdError, fromKey, prefixEnd } from './etcd.ts';

describe('the end of a prefix', () => {
  it('is the prefix with its last character one up', () => {
    expect(prefixEnd('/registry/pods/')).toBe('/registry/pods0');
    expect(prefixEnd('a')).toBe('b');
  });

  it('drops a last character that has no next one and goes one up before it', () => {
    expect(prefixEnd('a\u{10ffff}')).toBe('b');
    expect(prefixEnd('a\u{10ffff}\u{10ffff}')).toBe('b');
  });

  it('is no end at all when nothing comes after the prefix', () => {
    expect(prefixEnd('')).toBe(fromKey);
    expect(prefixEnd('\u{10ffff}')).toBe(fromKey);
  });

  it('steps over the surrogates, which are no characters', () => {
    expect(prefixEnd('\ud7ff')).toBe('\ue000');
  });

  it('separates the keys with the prefix from all others', () => {
    const text = fc.string({ unit: 'binary', maxLength: 4 });
    const related = fc.tuple(text, text).map(([prefix, rest]) => ({ prefix, key: prefix + rest }));
    const either = fc.oneof(related, fc.record({ prefix: text, key: text }));
    fc.assert(
      fc.property(either, ({ prefix, key }) => {
        const end = prefixEnd(prefix);
        const inside =
          compareBytes(key, prefix) >= 0 && (end === fromKey || compareBytes(key, end) < 0);
        expect(inside).toBe(key.startsWith(prefix));
      }),
      { seed: 1 },
    );
  });
});

describe("etcd's refusals", () => {
  it('carry a code for programs and the text that etcd 3.4 prints', () => {
    const error = new EtcdError('Compacted');
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe('EtcdError');
    expect(error.code).toBe('Compacted');
    expect(error.message).toBe('etcdserver: mvcc: required revision has been compacted');
  });
});
