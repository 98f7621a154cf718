/** Equality, copies and freezing of plain data: null, booleans, numbers, bigints, strings, bytes, dates, lists, maps. */

/** A map with text keys. */
export type PlainObject = { readonly [key: string]: unknown };

/** True for a map made by a literal, by JSON or YAML; false for lists, bytes, dates and class instances. */
export function isPlainObject(value: unknown): value is PlainObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function sameKeys(a: PlainObject, b: PlainObject): boolean {
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}

/** Equality by content; the order of keys does not count, NaN equals itself. Functions and other objects: identity. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b) || a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  }
  if (Array.isArray(b)) return false;
  if (a instanceof Uint8Array) {
    return b instanceof Uint8Array && a.length === b.length && a.every((byte, index) => byte === b[index]);
  }
  if (a instanceof Date) return b instanceof Date && a.getTime() === b.getTime();
  return isPlainObject(a) && isPlainObject(b) && sameKeys(a, b);
}

/**
 * A frozen deep copy of lists and maps. Bytes and dates are copied, other objects stay as they are. Keys named
 * `__proto__` become ordinary keys. Cycles are refused, because data of an entry is a tree.
 * @throws RangeError on a cycle or on more than 1000 levels.
 */
export function frozenCopy<T>(value: T): T {
  return copy(value, 0) as T;
}

const maximumDepth = 1000;

function copy(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maximumDepth)
    throw new RangeError(`data is nested deeper than ${maximumDepth} levels or contains itself`);
  if (Array.isArray(value)) return Object.freeze(value.map((item) => copy(item, depth + 1)));
  if (value instanceof Uint8Array) return value.slice();
  if (value instanceof Date) return new Date(value);
  if (!isPlainObject(value)) return value;
  const result: Record<string, unknown> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    if (key === '__proto__') {
      Object.defineProperty(result, key, { value: copy(item, depth + 1), enumerable: true });
    } else {
      result[key] = copy(item, depth + 1);
    }
  }
  return Object.freeze(result);
}

/** A value as it is quoted in messages: JSON, cut after `limit` characters. */
export function quoteValue(value: unknown, limit = 80): string {
  let text: string | undefined;
  if (typeof value === 'bigint') text = String(value);
  else if (value instanceof Uint8Array) text = `${value.length} bytes`;
  else {
    try {
      text = JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item));
    } catch {
      text = undefined;
    }
  }
  text ??= String(value);
  return text.length > limit ? `${text.slice(0, limit)}...` : text;
}

/** The name of a value's type in messages: null, boolean, number, string, list, map, bytes, ... */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Date) return 'date';
  if (typeof value === 'object') return 'map';
  if (typeof value === 'bigint') return 'number';
  return typeof value;
}
