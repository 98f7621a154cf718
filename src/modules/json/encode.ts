/**
 * Lua values as JSON text, written straight from the tables. The result is a byte string (UTF-8), like its input. Rules
 * of the reference runtime: lua/data/json of the Wippy documentation.
 */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { numberToString } from '../../lua/runtime/numbers.ts';
import { Float, Int64, LuaTable, type LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { errorData } from '../../lua/stdlib/errors/value.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';

/** Tables inside tables, the outermost one not counted. */
const MAX_DEPTH = 128;

/** Bytes of one text. Shared tables can make a small value large. */
const MAX_LENGTH = 256 * 1024 * 1024;

function fail(message: string, hint?: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Internal, retryable: false, hint });
}

const MIXED = 'cannot encode mixed-key table: table has both numeric and non-numeric keys';
const SPARSE = 'cannot encode sparse array: non-contiguous numeric keys found';

/**
 * The JSON text of a value. Functions, coroutines and host objects are null, as are NaN and infinities.
 * @throws WippyError Internal for cycles, gaps in arrays, tables with keys of both kinds and deep nesting.
 */
export function encodeJson(value: LuaValue): string {
  if (!(value instanceof LuaTable)) return scalar(value);
  const encoder = new Encoder();
  try {
    encoder.table(value, 0);
  } catch (error) {
    // The host's limit of text lengths.
    if (error instanceof RangeError) throw tooLong();
    throw error;
  }
  return encoder.text;
}

function tooLong(): WippyError {
  return new WippyError(`the JSON text is longer than ${MAX_LENGTH} bytes`, {
    kind: ErrorKind.LimitExceeded,
    retryable: false,
  });
}

class Encoder {
  text = '';
  private readonly path: LuaTable[] = [];

  private value(value: LuaValue, depth: number): void {
    if (value instanceof LuaTable) this.table(value, depth);
    else this.text += scalar(value);
  }

  table(table: LuaTable, depth: number): void {
    if (this.path.includes(table)) throw fail('cannot encode recursively nested tables to JSON');
    if (depth > MAX_DEPTH) throw fail('exceeded maximum nesting depth for JSON encoding');
    if (this.text.length > MAX_LENGTH) throw tooLong();
    this.path.push(table);
    const map = table.$m;
    if (map === undefined || map.size === 0) this.plainTable(table, depth);
    else this.mappedTable(table, map, depth);
    this.path.pop();
  }

  /** A table with its elements in the array part and its fields as properties. */
  private plainTable(table: LuaTable, depth: number): void {
    const elements = table.$a;
    let length = elements.length;
    while (length > 0 && elements[length - 1] === undefined) length--;
    if (length > 0) {
      if (hasField(table)) throw fail(MIXED);
      this.array(elements, length, depth);
      return;
    }
    let separator = '{';
    let known = table.$m !== undefined;
    const fields = table as unknown as Record<string, LuaValue>;
    for (const name in fields) {
      if (name.charCodeAt(0) === 36) continue;
      known = true;
      const value = fields[name];
      if (value === undefined) continue;
      this.text += `${separator}${quote(name)}:`;
      separator = ',';
      this.value(value, depth + 1);
    }
    if (separator === ',') this.text += '}';
    else this.text += known ? '{}' : '[]';
  }

  private array(elements: readonly LuaValue[], length: number, depth: number): void {
    let separator = '[';
    for (let index = 0; index < length; index++) {
      const value = elements[index];
      if (value === undefined) throw fail(SPARSE);
      this.text += separator;
      separator = ',';
      this.value(value, depth + 1);
    }
    this.text += ']';
  }

  /** A table with keys in its map: whole numbers far from the array part, and texts that are no identifiers. */
  private mappedTable(table: LuaTable, map: ReadonlyMap<LuaValue | bigint, LuaValue>, depth: number): void {
    const fields: [string, LuaValue][] = [];
    const elements: LuaValue[] = table.$a.slice();
    let numbers = elements.filter((element) => element !== undefined).length;
    let largest = elements.length;
    while (largest > 0 && elements[largest - 1] === undefined) largest--;
    for (const name in table as unknown as Record<string, LuaValue>) {
      if (name.charCodeAt(0) !== 36) fields.push([name, (table as unknown as Record<string, LuaValue>)[name]]);
    }
    for (const [key, value] of map) {
      if (value === undefined) continue;
      if (typeof key === 'number' && Number.isInteger(key) && key > 0) {
        numbers++;
        largest = Math.max(largest, key);
        // A key beyond the count of keys leaves a gap, which is an error in any case.
        if (key <= table.$a.length + map.size) elements[key - 1] = value;
      } else {
        const name = keyText(key);
        if (name !== null) fields.push([name, value]);
      }
    }
    const present = fields.filter(([, value]) => value !== undefined);
    if (numbers > 0 && present.length > 0) throw fail(MIXED);
    if (numbers > 0) {
      if (numbers !== largest) throw fail(SPARSE);
      this.array(elements, largest, depth);
      return;
    }
    let separator = '{';
    for (const [name, value] of present) {
      this.text += `${separator}${quote(name)}:`;
      separator = ',';
      this.value(value, depth + 1);
    }
    this.text += present.length === 0 ? '{}' : '}';
  }
}

function hasField(table: LuaTable): boolean {
  const fields = table as unknown as Record<string, LuaValue>;
  for (const name in fields) if (name.charCodeAt(0) !== 36 && fields[name] !== undefined) return true;
  return false;
}

/** A key that is no whole number from 1 on, as the name of a field; null for keys that have no text. */
function keyText(key: LuaValue | bigint): string | null {
  switch (typeof key) {
    case 'string':
      return key;
    case 'number':
      return decimal(key);
    case 'bigint':
    case 'boolean':
      return String(key);
    default:
      return null;
  }
}

function scalar(value: LuaValue): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      return Number.isSafeInteger(value) ? String(value) : decimal(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value instanceof Float) return decimal(value.n);
      if (value instanceof Int64) return numberToString(value);
      if (value instanceof Userdata) {
        const error = errorData(value);
        if (error !== undefined) return quote(error.message);
      }
      return 'null';
    default:
      return 'null';
  }
}

/** A double without an exponent. */
function decimal(n: number): string {
  if (!Number.isFinite(n)) return 'null';
  const text = String(n);
  const at = text.indexOf('e');
  if (at < 0) return text;
  if (Number.isInteger(n)) return BigInt(n).toString();
  // Small numbers: their digits behind as many zeros as the exponent says.
  const digits = text.slice(0, at).replace(/[-.]/g, '');
  return `${n < 0 ? '-' : ''}0.${'0'.repeat(-Number(text.slice(at + 1)) - 1)}${digits}`;
}

/** What cannot stand in a JSON string as it is; `<`, `>` and `&` are escaped so that the text can stand in HTML. */
const SPECIAL = /["\\<>&\u0000-\u001f\u0080-\u00ff]/;
const ESCAPED = /[<>&\u2028\u2029]/g;

function quote(bytes: string): string {
  if (!SPECIAL.test(bytes)) return `"${bytes}"`;
  const json = JSON.stringify(fromLuaString(bytes)).replace(
    ESCAPED,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  return toLuaString(json);
}
