// Tries: is no file but a device that never ends.
// Verdict: failed
// It is a link: /dev/zero
export {};
