import { EventEmitter } from 'node:events';

/** Keys for Ink without a terminal: bytes are typed into it. */
export function fakeKeyboard() {
  const waiting: string[] = [];
  const stdin = Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: () => {},
    setEncoding: () => {},
    ref: () => {},
    unref: () => {},
    read: () => waiting.shift() ?? null,
  });
  const type = (bytes: string) => {
    waiting.push(bytes);
    stdin.emit('readable');
  };
  return { stdin: stdin as unknown as NodeJS.ReadStream, type };
}
