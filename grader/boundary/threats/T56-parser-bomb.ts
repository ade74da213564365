// Tries: is written so that reading it takes for ever.
// Verdict: failed
// Its text, 15000 times: x=>
export {};
