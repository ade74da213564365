import { type Remote, remote } from './remote.ts';
import { caller, type Sender } from './remote-instance.ts';

/** The graded file as a suite imports it: every export is a stand-in that calls into the box. */
export function remoteModule(sender: Sender): object {
  const handles = new Map<string, object>();
  return new Proxy(
    {},
    {
      get: (_, name) => {
        if (typeof name === 'symbol' || name === '__esModule') return name === '__esModule';
        if (!handles.has(name)) handles.set(name, exportHandle(name, sender));
        return handles.get(name);
      },
      has: () => true,
    },
  );
}

function exportHandle(name: string, sender: Sender): object {
  const on = { export: name };
  const behind: Remote = { on, label: name, sender };
  const statics = new Map<string, unknown>();
  const construct = (args: unknown[]) => {
    const wire = sender.encode(args);
    return sender.send({ do: 'construct', on, args: wire }, `new ${name}`, wire) as object;
  };
  return new Proxy(function exported() {}, {
    apply: (_, __, args) => caller(on, null, name, sender)(...args),
    construct: (_, args) => construct(args),
    get: (_, key) => {
      if (key === remote) return behind;
      if (key === 'name') return name;
      if (typeof key === 'symbol' || key === 'prototype') return undefined;
      if (!statics.has(key)) statics.set(key, caller(on, key, `${name}.${key}`, sender));
      return statics.get(key);
    },
  });
}
