// @ts-nocheck
// biome-ignore-all lint: hostile on purpose
// Not a threat itself: every known way from a learner's file to node's own modules. Threats import it as './ways-out'.

/** A module of node's, by whatever way is open; undefined when all are closed. */
export function nodeModule(name) {
  const global = Function('return this')();
  const ways = [
    () => process.getBuiltinModule(name),
    () => global.process.getBuiltinModule(`node:${name}`),
    () => process.mainModule.require(name),
    () => process.mainModule.constructor._load(name),
    () => global.require(name),
    () => Function('return require')()(name),
    () => Function('return module')().constructor._load(name),
    () => module.constructor._load(name),
    () => require(`node:${name}`),
    () => require.main.require(name),
    () => process.binding('natives')[name] && process.binding(name),
    () => process._linkedBinding(name),
    () => Error.prepareStackTrace && undefined,
    () => process.stdin.constructor,
    () => process.dlopen({ exports: {} }, name),
  ];
  for (const way of ways) {
    try {
      const found = way();
      if (found) return found;
    } catch {}
  }
  return undefined;
}

/** Tries each thing; gives what came of them, for the log. */
export function tryAll(...works) {
  return works.map((work) => {
    try {
      return work();
    } catch (error) {
      return `no: ${error.message}`;
    }
  });
}

/** What can be found out about a value, its own properties and its prototypes', as far as time allows. */
export function dump(value, depth = 3, budget = { left: 20_000 }) {
  if (depth === 0 || (typeof value !== 'object' && typeof value !== 'function') || !value)
    return String(value).slice(0, 10_000);
  const names = new Set();
  for (let level = value; level; level = Object.getPrototypeOf(level))
    for (const name of Object.getOwnPropertyNames(level)) names.add(name);
  return [...names]
    .map((name) => {
      if (budget.left-- < 0) return '';
      try {
        return `${name}=${dump(value[name], depth - 1, budget)}`;
      } catch {
        return name;
      }
    })
    .join(' ');
}
