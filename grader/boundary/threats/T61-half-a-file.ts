// Tries: is half written, with bytes that are no text.
// Verdict: failed
// Its text, once: export class Notebook { \u0000 \ufffd write(key
export {};
