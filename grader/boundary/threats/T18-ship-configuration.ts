// Tries: brings configuration along that would change how its tests run.
// Verdict: failed
// With file vitest.config.ts: export default { test: { include: [], passWithNoTests: true } };
// With file tsconfig.json: { "compilerOptions": { "paths": { "course/kit": ["./kit.ts"] }, "jsx": "react", "jsxFactory": "evil" } }
// With file package.json: { "type": "module", "imports": { "#exercise/*": "./*" }, "exports": "./evil.js" }
// With file .npmrc: node-options=--require ./evil.cjs
// With file .env: NODE_OPTIONS=--require ./evil.cjs
// With file node_modules/course/kit.ts: export class EtcdError { static [Symbol.hasInstance]() { return true; } }
// With file node_modules/vitest/index.js: module.exports = { expect: () => new Proxy({}, { get: () => () => {} }) };
// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
export const decipher = () => 'anything';
