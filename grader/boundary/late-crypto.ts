// Stands for node:crypto in the box's program: loading that takes a sixth of a box's start, and few solutions use it.
import type * as Crypto from 'node:crypto';

/** Taken before a learner's file loads: it finds no way to node's own modules any more. */
const load = process.getBuiltinModule;
const crypto = (): typeof Crypto => load('node:crypto');

export const createHash: typeof Crypto.createHash = (...args) => crypto().createHash(...args);
export const createHmac: typeof Crypto.createHmac = (...args) => crypto().createHmac(...args);
export const createPublicKey: typeof Crypto.createPublicKey = (key) =>
  crypto().createPublicKey(key);
export const verify = ((...args: Parameters<typeof Crypto.verify>) =>
  crypto().verify(...args)) as typeof Crypto.verify;

export const X509Certificate = new Proxy(function certificate() {}, {
  construct: (_, [pem]) => new (crypto().X509Certificate)(pem),
}) as unknown as typeof Crypto.X509Certificate;
