/**
 * Names that the tools of the trusted side (matchers, promises, JSON, printers) look for on any object and call.
 * A function of the learner's under such a name would decide a comparison, so none arrives there.
 */
const oursToCall = new Set([
  'asymmetricMatch',
  'toAsymmetricMatcher',
  '$$typeof',
  'then',
  'toJSON',
  'constructor',
  'isEqualNode',
  'inspect',
]);

/** False for a property under which no function of the learner's may arrive on the trusted side. */
export function mayBeCallable(key: string): boolean {
  return !oursToCall.has(key);
}
