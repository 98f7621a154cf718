/** What of an event's data applications may see. */

import { PID } from '../../core/pid/pid.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';

/** Deepest nesting, and the number of values, that are handed out; what is beyond is left out. */
const MAXIMUM_DEPTH = 32;
const MAXIMUM_VALUES = 100_000;

/**
 * The part of a value that is plain data: components also pass their own objects over the bus, which are nobody else's
 * business, and may refer to themselves.
 */
export function plainData(value: unknown): unknown {
  let left = MAXIMUM_VALUES;
  const copy = (item: unknown, depth: number): unknown => {
    if (typeof item === 'function') return undefined;
    if (typeof item !== 'object' || item === null) return item;
    if (--left < 0 || depth > MAXIMUM_DEPTH) return undefined;
    if (Array.isArray(item)) return item.map((element) => copy(element, depth + 1));
    if (!isPlainObject(item)) return isData(item) ? item : undefined;
    const result: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [key, field] of Object.entries(item)) result[key] = copy(field, depth + 1);
    return result;
  };
  return copy(value, 0);
}

function isData(value: object): boolean {
  return value instanceof PID || value instanceof Error || value instanceof Date || value instanceof Uint8Array;
}
