/** Changes one field of an entry by path; the entry itself stays as it is, the result is a new one. */
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject, type PlainObject, quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import type { ConfigPlace } from '../config/layer.ts';
import { withValueOrigins } from '../entries/locate-entry.ts';
import type { ValueOrigin } from '../entries/parsed-entry.ts';
import type { PathSegment } from '../yaml/locate.ts';

interface ParsedPath {
  readonly target: 'data' | 'meta';
  readonly segments: readonly string[];
}

/** A value together with the place where it was written, and the places of its parts. */
export interface PlacedValue {
  readonly value: unknown;
  readonly place: (rest: readonly PathSegment[]) => ConfigPlace;
}

/**
 * Sets the field at `path`: `meta.x`, `data.x` or just `x` for data, with an optional leading dot. Missing maps on the
 * way are created, values that are no maps are replaced by maps. Throws Invalid for an empty path, for the whole
 * `data` or `meta`, and where the data of the entry is no map.
 */
export function setInEntry(entry: Entry, path: string, placed: PlacedValue): Entry {
  const { target, segments } = parsePath(path, 'replace');
  const changed = withTarget(entry, target, setAt(mapOf(entry, target), segments, placed.value));
  return withValueOrigins(changed, originsOf([target, ...segments], placed, []));
}

/**
 * Appends a value to the list at `path` unless the list holds it already (compared as text); a missing list is
 * created. Throws Invalid where something else than a list is there.
 */
export function appendInEntry(entry: Entry, path: string, placed: PlacedValue): Entry {
  const { target, segments } = parsePath(path, 'append to');
  const root = mapOf(entry, target);
  const current = getAt(root, segments);
  if (current !== undefined && current !== null && !Array.isArray(current)) {
    throw invalid(
      `cannot append to non-array at path: ${path}`,
      `The path holds ${typeName(current)} ${quoteValue(current)}; name a list.`,
    );
  }
  const list: readonly unknown[] = current ?? [];
  if (list.some((item) => String(item) === String(placed.value))) return entry;
  const changed = withTarget(entry, target, setAt(root, segments, [...list, placed.value]));
  return withValueOrigins(changed, originsOf([target, ...segments, list.length], placed, []));
}

/** The entry with another kind. */
export function withKind(entry: Entry, kind: string, place: ConfigPlace): Entry {
  return withValueOrigins(createEntry({ ...entry, kind }), [{ path: ['kind'], ...place }]);
}

function originsOf(
  path: readonly PathSegment[],
  { value, place }: PlacedValue,
  rest: readonly PathSegment[],
): ValueOrigin[] {
  const own = { path: [...path, ...rest], ...place(rest) };
  const keys = Array.isArray(value) ? [...value.keys()] : isPlainObject(value) ? Object.keys(value) : [];
  return [
    own,
    ...keys.flatMap((key) =>
      originsOf(path, { value: (value as Record<PathSegment, unknown>)[key], place }, [...rest, key]),
    ),
  ];
}

function parsePath(path: string, verb: string): ParsedPath {
  const parts = path.replace(/^\./, '').split('.');
  if (parts.length === 1 && parts[0] === '') throw invalid('empty path', 'Name the field to change.');
  const explicit = parts[0] === 'data' || parts[0] === 'meta';
  const target = parts[0] === 'meta' ? 'meta' : 'data';
  const segments = explicit ? parts.slice(1) : parts;
  if (segments.length === 0)
    throw invalid(`cannot ${verb} entire ${target} field`, `Name one field: ${target}.<field>.`);
  return { target, segments };
}

function mapOf(entry: Entry, target: 'data' | 'meta'): PlainObject {
  const value = target === 'meta' ? entry.meta : (entry.data ?? {});
  if (isPlainObject(value)) return value;
  throw invalid(
    `data of ${entry.id} is not a map`,
    `It holds ${typeName(value)} ${quoteValue(value)}; change the definition of the entry.`,
  );
}

function withTarget(entry: Entry, target: 'data' | 'meta', value: PlainObject): Entry {
  return createEntry(target === 'meta' ? { ...entry, meta: value } : { ...entry, data: value });
}

function setAt(object: PlainObject, segments: readonly string[], value: unknown): PlainObject {
  const [key, ...rest] = segments;
  const own = Object.hasOwn(object, key) ? object[key] : undefined;
  const next = rest.length === 0 ? value : setAt(isPlainObject(own) ? own : {}, rest, value);
  return Object.fromEntries([...Object.entries(object).filter(([name]) => name !== key), [key, next]]);
}

function getAt(object: PlainObject, segments: readonly string[]): unknown {
  let value: unknown = object;
  for (const segment of segments) {
    if (!isPlainObject(value) || !Object.hasOwn(value, segment)) return undefined;
    value = value[segment];
  }
  return value;
}

function invalid(message: string, hint: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
}
