/**
 * Raw access to tables: no metamethods. See `LuaTable` for the layout.
 */

import { LuaError } from './errors.ts';
import { beforeGrowth, makeRoom } from './growth.ts';
import { Float, FROZEN, Int64, integer, LuaTable, type LuaValue, MAP_MODE, NO_ELEMENTS, toBigInt } from './values.ts';

/** `$s` of a frozen table whose string keys live in the map. */
export const FROZEN_MAP = -3;

/** String fields added by dynamic keys before all string keys move to the map. */
const MAX_DYNAMIC_FIELDS = 8;

/** How far beyond its end the array part still takes an element, filling the gap with nil. */
const MAX_GAP = 4;

type Fields = Record<string, LuaValue>;

/** True where a string key may be a property: not an internal name, not an array index of V8. */
function isField(key: string): boolean {
  const first = key.charCodeAt(0);
  return first !== 36 && !(first >= 48 && first <= 57);
}

/** The key under which the map holds a number or an integer: floats with an integral value count as that integer. */
function mapKey(key: LuaValue): LuaValue | bigint {
  if (key instanceof Float) return key.n === 0 ? 0 : key.n;
  if (key instanceof Int64) return toBigInt(key);
  if (typeof key === 'number' && Number.isInteger(key) && !Number.isSafeInteger(key)) {
    return key >= -(2 ** 63) && key < 2 ** 63 ? BigInt(key) : key;
  }
  return key;
}

function fromMapKey(key: LuaValue | bigint): LuaValue {
  return typeof key === 'bigint' ? integer(key) : key;
}

export function rawGet(table: LuaTable, key: LuaValue): LuaValue {
  if (typeof key === 'string') {
    const mode = table.$s;
    if ((mode >= 0 || mode === FROZEN) && isField(key)) return (table as unknown as Fields)[key];
    return table.$m?.get(key);
  }
  if (typeof key === 'number') {
    if (key > 0 && key <= table.$a.length && Number.isInteger(key)) return table.$a[key - 1];
    const map = table.$m;
    return map === undefined ? undefined : map.get(Number.isSafeInteger(key) ? key : mapKey(key));
  }
  if (key instanceof Float) return rawGet(table, key.n === 0 ? 0 : key.n);
  return table.$m?.get(mapKey(key));
}

/** Sets without metamethods. Throws a Lua error for nil and NaN keys and for frozen tables. */
export function rawSet(table: LuaTable, key: LuaValue, value: LuaValue): void {
  const mode = table.$s;
  if (mode <= FROZEN) throw LuaError.located('attempt to modify a frozen table');
  if (typeof key === 'string') {
    if (mode >= 0 && isField(key)) setField(table, key, value);
    else setInMap(table, key, value);
    return;
  }
  if (typeof key === 'number') {
    setNumber(table, key, value);
    return;
  }
  if (key instanceof Float) setNumber(table, key.n === 0 ? 0 : key.n, value);
  else if (key === undefined) throw new LuaError('table index is nil');
  else setInMap(table, mapKey(key), value);
}

function setNumber(table: LuaTable, key: number, value: LuaValue): void {
  if (Number.isInteger(key) && key > 0) {
    const elements = table.$a;
    const length = elements.length;
    if (key <= length) {
      elements[key - 1] = value;
      return;
    }
    if (key <= length + MAX_GAP && (key === length + 1 || !inMapBefore(table, length + 1, key))) {
      if (value === undefined) {
        if (table.$m !== undefined) setInMap(table, key, undefined);
        return;
      }
      append(table, key, value);
      return;
    }
  }
  if (key !== key) throw new LuaError('table index is NaN');
  setInMap(table, Object.is(key, -0) ? 0 : mapKey(key), value);
}

function inMapBefore(table: LuaTable, from: number, to: number): boolean {
  const map = table.$m;
  if (map === undefined) return false;
  for (let key = from; key < to; key++) if (map.get(key) !== undefined) return true;
  return false;
}

/** Adds an element just behind the array part, and what the map holds of the elements that follow. */
function append(table: LuaTable, key: number, value: LuaValue): void {
  if (table.$a === NO_ELEMENTS) table.$a = [];
  const elements = table.$a;
  while (elements.length < key - 1) elements.push(undefined);
  if ((elements.length & 1023) === 0) makeRoom(elements);
  elements.push(value);
  const map = table.$m;
  if (map === undefined || map.size === 0) return;
  map.delete(key);
  for (let next = key + 1; ; next++) {
    const moved = map.get(next);
    if (moved === undefined) return;
    map.delete(next);
    elements.push(moved);
  }
}

function setField(table: LuaTable, key: string, value: LuaValue): void {
  const fields = table as unknown as Fields;
  if (fields[key] !== undefined) {
    fields[key] = value;
    return;
  }
  if (value === undefined) return;
  if (table.$s >= MAX_DYNAMIC_FIELDS && !(key in fields)) {
    moveFieldsToMap(table);
    setInMap(table, key, value);
    return;
  }
  table.$s++;
  fields[key] = value;
}

/** From now on the map holds all string keys; the properties stay as empty slots so that inline caches stay valid. */
export function moveFieldsToMap(table: LuaTable): void {
  const fields = table as unknown as Fields;
  const map = (table.$m ??= new Map());
  for (const key of fieldNames(table)) {
    const value = fields[key];
    if (value === undefined) continue;
    map.set(key, value);
    fields[key] = undefined;
  }
  table.$s = MAP_MODE;
}

/**
 * Names of the string fields that are properties, set or not. The first four properties are the internal ones. What an
 * environment inherits comes first, so that setting one of these does not change the order.
 */
export function fieldNames(table: LuaTable): string[] {
  const names = Object.keys(table).slice(4);
  const base = Object.getPrototypeOf(table) as object;
  if (base === LuaTable.prototype) return names;
  return [...Object.keys(base), ...names.filter((name) => !Object.hasOwn(base, name))];
}

function setInMap(table: LuaTable, key: LuaValue | bigint, value: LuaValue): void {
  const map = table.$m;
  if (value === undefined) {
    // A traversal may stand on this key, so that it stays as a tombstone until the table grows again.
    if (map?.has(key)) {
      map.set(key, undefined);
      tombstones.set(map, (tombstones.get(map) ?? 0) + 1);
    }
    return;
  }
  if (map === undefined) {
    table.$m = new Map([[key, value]]);
    return;
  }
  if (!map.has(key)) {
    sweep(map);
    beforeGrowth(map.size);
  }
  map.set(key, value);
}

const tombstones = new WeakMap<Map<LuaValue | bigint, LuaValue>, number>();

/** Removes tombstones once they are half of a map; only an insertion may do so, as in Lua's rehash. */
function sweep(map: Map<LuaValue | bigint, LuaValue>): void {
  const dead = tombstones.get(map);
  if (dead === undefined || dead < 16 || dead * 2 < map.size) return;
  for (const [key, value] of map) if (value === undefined) map.delete(key);
  tombstones.delete(map);
}

/** A border (`#t` without metamethods). */
export function rawLength(table: LuaTable): number {
  const elements = table.$a;
  let length = elements.length;
  if (length === 0 || elements[length - 1] !== undefined) return length;
  while (length > 0 && elements[length - 1] === undefined) length--;
  if (table.$s > FROZEN) elements.length = length;
  return length;
}

/** A traversal of a table in its order: array part, fields, map. `advance` moves on; false at the end. */
export class Traversal {
  readonly table: LuaTable;
  private index = 0;
  private names: string[] | null = null;
  private entries: MapIterator<[LuaValue | bigint, LuaValue]> | null = null;
  key: LuaValue;
  value: LuaValue;

  constructor(table: LuaTable) {
    this.table = table;
  }

  /** Begins behind the array part. */
  skipElements(): void {
    this.index = this.table.$a.length;
  }

  advance(): boolean {
    const { table } = this;
    if (this.names === null) {
      const elements = table.$a;
      while (this.index < elements.length) {
        const value = elements[this.index++];
        if (value !== undefined) {
          this.key = this.index;
          this.value = value;
          return true;
        }
      }
      this.names = table.$s >= 0 || table.$s === FROZEN ? fieldNames(table) : [];
      this.index = 0;
    }
    return this.advanceFields() || this.advanceMap();
  }

  private advanceFields(): boolean {
    const names = this.names as string[];
    while (this.index < names.length) {
      const name = names[this.index++] as string;
      const value = (this.table as unknown as Fields)[name];
      if (value !== undefined) {
        this.key = name;
        this.value = value;
        return true;
      }
    }
    return false;
  }

  private advanceMap(): boolean {
    if (this.table.$m === undefined) return false;
    this.entries ??= this.table.$m.entries();
    for (let step = this.entries.next(); !step.done; step = this.entries.next()) {
      const [key, value] = step.value;
      if (value !== undefined) {
        this.key = fromMapKey(key);
        this.value = value;
        return true;
      }
    }
    return false;
  }

  /** Moves to where the last key handed out was `key`; false where the table has no such key. */
  seek(key: LuaValue): boolean {
    const { table } = this;
    if (key instanceof Float) return this.seek(key.n);
    if (typeof key === 'number' && key > 0 && Number.isInteger(key)) {
      if (key <= table.$a.length) {
        this.index = key;
        return true;
      }
    }
    this.names = table.$s >= 0 || table.$s === FROZEN ? fieldNames(table) : [];
    if (typeof key === 'string') {
      const at = this.names.indexOf(key);
      if (at >= 0) {
        this.index = at + 1;
        return true;
      }
    }
    this.index = this.names.length;
    const wanted = mapKey(key);
    if (table.$m === undefined || !table.$m.has(wanted)) return false;
    this.entries = table.$m.entries();
    for (let step = this.entries.next(); !step.done; step = this.entries.next()) {
      if (step.value[0] === wanted) return true;
    }
    return false;
  }
}

let last: Traversal | null = null;

/** `next(table, key)`: the pair behind `key`, or null at the end. Throws where the key is not in the table. */
export function next(table: LuaTable, key: LuaValue): Traversal | null {
  let traversal = last;
  if (key === undefined) {
    traversal = new Traversal(table);
  } else if (traversal === null || traversal.table !== table || traversal.key !== key) {
    traversal = new Traversal(table);
    if (!traversal.seek(key)) throw new LuaError(`invalid key to 'next'`);
  }
  last = traversal;
  if (traversal.advance()) return traversal;
  last = null;
  return null;
}

/** Makes a table unchangeable, for good. */
export function freeze(table: LuaTable): void {
  if (table.$s <= FROZEN) return;
  table.$s = table.$s === MAP_MODE ? FROZEN_MAP : FROZEN;
  Object.freeze(table.$a);
  Object.freeze(table);
}

export function isFrozen(table: LuaTable): boolean {
  return table.$s <= FROZEN;
}

/** A table from a JavaScript list and record; values are taken as they are. */
export function tableOf(elements: LuaValue[], fields: Readonly<Record<string, LuaValue>> = {}): LuaTable {
  const table = new LuaTable();
  if (elements.length > 0) table.$a = elements;
  for (const [key, value] of Object.entries(fields)) rawSet(table, key, value);
  return table;
}
