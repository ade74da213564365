/** Ways from `process` to node's own modules and to other processes. Nothing in an exercise needs them. */
const ways = [
  ...['getBuiltinModule', 'mainModule', 'binding', '_linkedBinding', 'dlopen', 'openStdin'],
  ...['kill', '_kill', '_debugProcess', '_debugEnd', '_startProfilerIdleNotifier', 'report'],
  ...['stdin', '_getActiveHandles', '_getActiveRequests', 'setUncaughtExceptionCaptureCallback'],
];

/** Globals that reach the network. */
const network = ['fetch', 'WebSocket', 'EventSource', 'Request', 'Response', 'FormData', 'Headers'];

/**
 * Takes away what a learner's file has no use for. This is depth behind the wall, never the wall:
 * it makes a mistake fail early and an attack laborious.
 */
export function lockDown(): void {
  for (const name of ways) remove(process, name);
  for (const name of network) remove(globalThis, name);
}

function remove(from: object, name: string): void {
  Reflect.deleteProperty(from, name);
}
