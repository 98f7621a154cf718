/**
 * JSON text as Lua values, read straight from the byte string. Numbers without fraction and exponent are integers of 64
 * bits; null is nil. Rules of the reference runtime: lua/data/json of the Wippy documentation.
 */

import { isUtf8 } from 'node:buffer';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { rawSet } from '../../lua/runtime/table.ts';
import { float, integer, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { type FieldList, noFields } from './object-shapes.ts';

/** Values inside values. */
const MAX_DEPTH = 128;

/**
 * The value of a JSON text.
 * @throws WippyError Internal for what is not JSON (also text behind the value, bytes that are no UTF-8, and two fields of
 * one object with the same name), and for deep nesting.
 */
export function decodeJson(text: string): LuaValue {
  // An ASCII text has as many UTF-8 bytes as units.
  if (Buffer.byteLength(text) !== text.length && !isUtf8(toBytes(text))) throw malformed('the text is not valid UTF-8');
  return new Decoder(text).document();
}

function malformed(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.Internal, retryable: false });
}

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  '"': '"',
  '\\': '\\',
  '/': '/',
};

class Decoder {
  private readonly text: string;
  private at = 0;
  /** Fields of the objects that are being read, outer ones first. */
  private readonly names: string[] = [];
  private readonly values: LuaValue[] = [];

  constructor(text: string) {
    this.text = text;
  }

  document(): LuaValue {
    const value = this.value(0);
    if (!Number.isNaN(this.token())) throw this.unexpected('the end of the text');
    return value;
  }

  /** The next unit that is not white space, without taking it; NaN at the end. */
  private token(): number {
    const { text } = this;
    let unit = text.charCodeAt(this.at);
    while (unit === 32 || unit === 10 || unit === 13 || unit === 9) unit = text.charCodeAt(++this.at);
    return unit;
  }

  private unexpected(expected: string): WippyError {
    const rest = this.text.slice(this.at, this.at + 10);
    const found = rest === '' ? 'the text ends' : `found ${JSON.stringify(rest)}`;
    return malformed(`invalid JSON at byte ${this.at}: expected ${expected}, ${found}`);
  }

  private value(depth: number): LuaValue {
    if (depth > MAX_DEPTH) throw malformed('json: maximum nesting depth exceeded');
    switch (this.token()) {
      case 34:
        return this.string();
      case 123:
        return this.object(depth);
      case 91:
        return this.array(depth);
      case 116:
        return this.word('true', true);
      case 102:
        return this.word('false', false);
      case 110:
        return this.word('null', undefined);
      default:
        return this.number();
    }
  }

  private word(word: string, value: LuaValue): LuaValue {
    if (!this.text.startsWith(word, this.at)) throw this.unexpected('a value');
    this.at += word.length;
    return value;
  }

  private array(depth: number): LuaTable {
    this.at++;
    const table = new LuaTable();
    if (this.token() === 93) {
      this.at++;
      return table;
    }
    const elements: LuaValue[] = [];
    for (;;) {
      elements.push(this.value(depth + 1));
      const unit = this.token();
      if (unit === 93) break;
      if (unit !== 44) throw this.unexpected('"," or "]"');
      this.at++;
    }
    this.at++;
    table.$a = elements;
    return table;
  }

  private object(depth: number): LuaTable {
    this.at++;
    const { names, values } = this;
    const base = values.length;
    let list: FieldList | null = noFields();
    if (this.token() === 125) {
      this.at++;
      return emptyObject();
    }
    for (;;) {
      if (this.token() !== 34) throw this.unexpected('the name of a field');
      const name = this.string();
      if (this.token() !== 58) throw this.unexpected('":"');
      this.at++;
      const value = this.value(depth + 1);
      names.push(name);
      values.push(value);
      if (list !== null) list = list.with(name);
      const unit = this.token();
      if (unit === 125) break;
      if (unit !== 44) throw this.unexpected('"," or "}"');
      this.at++;
    }
    this.at++;
    const table = this.table(base, list);
    names.length = base;
    values.length = base;
    return table;
  }

  private table(base: number, list: FieldList | null): LuaTable {
    const { names, values } = this;
    const Table = list === null ? null : list.tableConstructor;
    if (Table !== null) return new Table(...values.slice(base));
    const table = new LuaTable();
    // Lists of fields have no name twice.
    const known = list === null ? new Set<string>() : null;
    let empty = true;
    for (let index = base; index < names.length; index++) {
      const name = names[index] as string;
      if (known?.has(name)) throw malformed(`duplicate object member name ${JSON.stringify(name)}`);
      known?.add(name);
      if (values[index] === undefined) continue;
      rawSet(table, name, values[index]);
      empty = false;
    }
    if (empty) table.$m = new Map();
    return table;
  }

  private string(): string {
    const { text } = this;
    const start = ++this.at;
    let at = start;
    for (;;) {
      const unit = text.charCodeAt(at);
      if (unit === 34) {
        this.at = at + 1;
        return text.slice(start, at);
      }
      if (unit === 92) return this.escapedString(start, at);
      if (!(unit >= 32)) {
        this.at = at;
        throw this.unexpected('the end of the string');
      }
      at++;
    }
  }

  /** A string from its first escape on. */
  private escapedString(start: number, firstEscape: number): string {
    const { text } = this;
    let result = text.slice(start, firstEscape);
    let from = firstEscape;
    this.at = firstEscape;
    for (;;) {
      const unit = text.charCodeAt(this.at);
      if (unit === 92) {
        result += text.slice(from, this.at) + this.escape();
        from = this.at;
      } else if (unit === 34) {
        result += text.slice(from, this.at);
        this.at++;
        return result;
      } else if (unit >= 32) {
        this.at++;
      } else {
        throw this.unexpected('the end of the string');
      }
    }
  }

  private escape(): string {
    const letter = this.text.charAt(this.at + 1);
    if (letter !== 'u') {
      const plain = Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : undefined;
      if (plain === undefined) throw this.unexpected('an escape such as \\n');
      this.at += 2;
      return plain;
    }
    const unit = this.hexadecimal();
    if (unit < 0xd800 || unit > 0xdbff || !this.text.startsWith('\\u', this.at))
      return toLuaString(String.fromCharCode(unit));
    const before = this.at;
    const low = this.hexadecimal();
    if (low >= 0xdc00 && low <= 0xdfff) return toLuaString(String.fromCharCode(unit, low));
    // The first half of a pair without its second half.
    this.at = before;
    return toLuaString('\ufffd');
  }

  private hexadecimal(): number {
    const digits = this.text.slice(this.at + 2, this.at + 6);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw this.unexpected('four hexadecimal digits behind \\u');
    this.at += 6;
    return Number.parseInt(digits, 16);
  }

  private number(): LuaValue {
    const short = this.shortInteger();
    if (short >= 0) return short;
    NUMBER.lastIndex = this.at;
    const match = NUMBER.exec(this.text);
    if (match === null) throw this.unexpected('a value');
    const [digits, fraction, exponent] = match;
    this.at += digits.length;
    const n = Number(digits);
    if (fraction !== undefined || exponent !== undefined) return float(n);
    if (Number.isSafeInteger(n)) return n === 0 ? 0 : n;
    const exact = BigInt(digits);
    return exact === BigInt.asIntN(64, exact) ? integer(exact) : n;
  }

  /** The usual number: a few digits and nothing else. -1, and nothing is taken, where it is another one. */
  private shortInteger(): number {
    const { text } = this;
    let at = this.at;
    let n = 0;
    let unit = text.charCodeAt(at);
    // A zero can be followed by digits only behind a point.
    if (!(unit >= 49 && unit <= 57)) return -1;
    const limit = at + 15;
    while (unit >= 48 && unit <= 57) {
      n = n * 10 + unit - 48;
      if (++at > limit) return -1;
      unit = text.charCodeAt(at);
    }
    if (unit === 46 || unit === 101 || unit === 69) return -1;
    this.at = at;
    return n;
  }
}

/** `{}` stays an object when it is encoded again: its map says that it is made for fields. */
function emptyObject(): LuaTable {
  const table = new LuaTable();
  table.$m = new Map();
  return table;
}
