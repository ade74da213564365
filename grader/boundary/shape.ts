import { mayBeCallable } from './ours-to-call.ts';
import { caps } from './wire.ts';

/** Names of the methods and getters that an object inherits from its classes. */
export interface Shape {
  readonly methods: readonly string[];
  readonly getters: readonly string[];
}

const shapes = new WeakMap<object, Shape>();
const { getPrototypeOf, getOwnPropertyDescriptors } = Object;
const plain: Shape = { methods: [], getters: [] };
const standIns = new WeakMap<object, Shape>();

/** Notes what a stand-in answers, which is a plain object by itself: it may be handed on to another box. */
export function announce(standIn: object, shape: Shape): void {
  standIns.set(standIn, shape);
}

/** What was announced of a stand-in; any other plain object has nothing. */
export function announcedShape(target: object): Shape {
  return standIns.get(target) ?? plain;
}

/** Reads the methods and getters on an object's prototype chain; a plain object has those that were announced. */
export function shapeOf(target: object): Shape {
  const prototype = getPrototypeOf(target);
  if (prototype === null || prototype === Object.prototype) return announcedShape(target);
  let shape = shapes.get(prototype);
  if (!shape) {
    shape = readShape(prototype);
    shapes.set(prototype, shape);
  }
  return shape;
}

/** True for a method of the object's classes and for a function of its own: what crosses as a method. */
export function hasMethod(target: object, name: string): boolean {
  if (shapeOf(target).methods.includes(name)) return true;
  const own = mayBeCallable(name) ? Object.getOwnPropertyDescriptor(target, name) : undefined;
  return own?.enumerable === true && typeof own.value === 'function';
}

function readShape(prototype: object): Shape {
  const methods = new Set<string>();
  const getters = new Set<string>();
  const seen = new Set(['constructor']);
  let level: object | null = prototype;
  while (level && level !== Object.prototype) {
    for (const [name, property] of Object.entries(getOwnPropertyDescriptors(level))) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (property.get) getters.add(name);
      else if (typeof property.value === 'function') methods.add(name);
    }
    level = getPrototypeOf(level);
  }
  const first = (names: Set<string>) => [...names].slice(0, caps.names);
  return { methods: first(methods), getters: first(getters) };
}
