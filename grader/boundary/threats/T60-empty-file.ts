// Tries: is empty.
// Verdict: failed
// Its text, 0 times: x
export {};
