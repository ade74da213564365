/** Runs `act` as somebody without special rights, where tests run as root: nothing is forbidden to root. */
export function asOrdinaryUser<T>(act: () => T): T {
  if (process.getuid?.() !== 0) return act();
  const nobody = 65_534;
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  try {
    return act();
  } finally {
    process.seteuid?.(0);
    process.setegid?.(0);
  }
}
