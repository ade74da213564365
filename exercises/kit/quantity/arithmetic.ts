import type { Quantity } from '../kubernetes.ts';
import { type Amount, divideUp, nanosInOne } from './amount.ts';
import { parseQuantity } from './parse.ts';

/** A quantity, read or not. All functions here take either, and throw QuantityError for a text that is none. */
export type QuantityLike = Quantity | Amount;

/**
 * The whole value, rounded up (away from zero): bytes of memory, pieces of a device. `1Ki` is 1024, `100m` is 1.
 * Exact up to 2^53 (8Pi). Settled by quantity.go, Value.
 */
export function quantityValue(quantity: QuantityLike): number {
  return Number(divideUp(amountOf(quantity).nano, nanosInOne));
}

/** The value in thousandths, rounded up (away from zero): milli-CPUs. `2` is 2000, `0.0001` is 1. Settled by quantity.go, MilliValue. */
export function quantityMilliValue(quantity: QuantityLike): number {
  return Number(divideUp(amountOf(quantity).nano, nanosInOne / 1000n));
}

/** Below 0 when a is less than b, 0 when they are equal however they are written, above 0 when a is more. */
export function compareQuantities(a: QuantityLike, b: QuantityLike): -1 | 0 | 1 {
  const left = amountOf(a).nano;
  const right = amountOf(b).nano;
  return left === right ? 0 : left < right ? -1 : 1;
}

/** a + b, exactly, written as `a` is; when `a` is 0, as `b`. */
export function addQuantities(a: QuantityLike, b: QuantityLike): Amount {
  return combined(amountOf(a), amountOf(b), 1n);
}

/** a - b, exactly, written as in addQuantities. May be below 0. */
export function subtractQuantities(a: QuantityLike, b: QuantityLike): Amount {
  return combined(amountOf(a), amountOf(b), -1n);
}

function combined(a: Amount, b: Amount, sign: 1n | -1n): Amount {
  return { nano: a.nano + sign * b.nano, format: a.nano === 0n ? b.format : a.format };
}

function amountOf(quantity: QuantityLike): Amount {
  return typeof quantity === 'string' ? parseQuantity(quantity) : quantity;
}
