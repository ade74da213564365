/** A way to write bytes as text: each character of the alphabet stands for so many bits. */
export interface Alphabet {
  readonly characters: string;
  readonly bits: 5 | 6;
  /** Characters in a full group, which `=` fills up to; 0: no filling up. */
  readonly group: 0 | 4 | 8;
}

/** Writes bytes, or the UTF-8 bytes of a text, most significant bit first; zero bits fill up the last character. */
export function encodeBytes(
  data: string | Uint8Array,
  { characters, bits, group }: Alphabet,
): string {
  const bytes = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  const mask = (1 << bits) - 1;
  let text = '';
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xffff;
    count += 8;
    while (count >= bits) {
      count -= bits;
      text += characters[(held >> count) & mask];
    }
  }
  if (count > 0) text += characters[(held << (bits - count)) & mask];
  return group === 0 ? text : text.padEnd(Math.ceil(text.length / group) * group, '=');
}

/** Undoes encodeBytes. Throws Error for any text that it cannot have written, spare bits aside. */
export function decodeText(text: string, alphabet: Alphabet): Uint8Array {
  const { characters, bits, group } = alphabet;
  const end = unfilledLength(text, group);
  const bytes = new Uint8Array(Math.floor((end * bits) / 8));
  let held = 0;
  let count = 0;
  let written = 0;
  for (let i = 0; i < end; i++) {
    const value = characters.indexOf(text[i]!);
    if (value < 0) throw corrupt(i);
    held = ((held << bits) | value) & 0xffff;
    count += bits;
    if (count < 8) continue;
    count -= 8;
    bytes[written++] = held >> count;
  }
  // A last character that adds no byte is one that no encoder writes.
  if (count >= bits) throw corrupt(end);
  return bytes;
}

function unfilledLength(text: string, group: number): number {
  if (group === 0) return text.length;
  if (text.length % group !== 0) throw corrupt(text.length);
  return text.length - (/=*$/.exec(text)![0].length % group);
}

/** The text of Go's encoding/base64, which the apiserver passes on. */
function corrupt(at: number): Error {
  return new Error(`illegal base64 data at input byte ${at}`);
}
