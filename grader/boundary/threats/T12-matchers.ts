// Tries: returns what vitest asks whether it matches, instead of comparing it.
// Verdict: failed
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
const fake = () => ({
  $$typeof: Symbol.for('jest.asymmetricMatcher'),
  asymmetricMatch: () => true,
  toAsymmetricMatcher: () => 'Anything',
  sample: 1,
});
class Matches {
  $$typeof = Symbol.for('jest.asymmetricMatcher');
  asymmetricMatch() {
    return true;
  }
}
export class Notebook {
  write(key) {
    return key === 'a' ? fake() : new Matches();
  }
  read() {
    return new Matches();
  }
  asymmetricMatch() {
    return true;
  }
}
export const decipher = fake;
export const sorted = () => [fake()];
export const drain = () => new Matches();
export const countWords = () => new Map([[fake(), fake()]]);
export const divide = () => fake();
export const mapJoin = () => new Proxy({}, { get: () => () => true });
