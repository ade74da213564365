/**
 * Stops reading the keyboard, so that another program gets every key. Ink takes its listener off, but Node goes on
 * reading and would swallow what is typed; a pause counts only after the stream has noticed that nobody listens.
 */
export async function quietInput(stdin: NodeJS.ReadStream): Promise<void> {
  await nextTurn();
  stdin.pause();
  await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
