/** `string.unpack`. Rules: manual, 6.4 and 6.4.2. */

import { argumentError, checkString, optionalInteger } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';
import { float, int64, type LuaResult, type LuaValue } from '../../runtime/values.ts';
import { absolute } from './arguments.ts';
import { PackFormat } from './pack-options.ts';

function tooShort(): LuaError {
  return argumentError(2, 'string.unpack', 'data string too short');
}

export function unpack(...args: LuaValue[]): LuaResult {
  const format = new PackFormat(checkString(args, 1, 'string.unpack'), 'string.unpack');
  const data = checkString(args, 2, 'string.unpack');
  let at = absolute(optionalInteger(args, 3, 'string.unpack', 1), data.length) - 1;
  if (at < 0 || at > data.length) throw argumentError(3, 'string.unpack', 'initial position out of string');
  const results: LuaValue[] = [];
  for (let option = format.next(at); option !== null; option = format.next(at)) {
    const { kind, size, padding } = option;
    if (at + padding + size > data.length) throw tooShort();
    at += padding;
    switch (kind) {
      case 'signed':
      case 'unsigned':
        results.push(readInteger(data, at, size, format.little, kind === 'signed'));
        break;
      case 'float':
        results.push(readFloat(data, at, size, format.little));
        break;
      case 'fixed':
        results.push(data.slice(at, at + size));
        break;
      case 'counted': {
        const length = readInteger(data, at, size, format.little, false);
        if (typeof length !== 'number' || length < 0 || at + size + length > data.length) throw tooShort();
        results.push(data.slice(at + size, at + size + length));
        at += length;
        break;
      }
      case 'terminated': {
        const end = data.indexOf('\0', at);
        if (end < 0) throw argumentError(2, 'string.unpack', `unfinished string for format 'z'`);
        results.push(data.slice(at, end));
        at = end + 1;
        break;
      }
    }
    at += size;
  }
  results.push(at + 1);
  return results;
}

/** An integer of up to 16 bytes, of which 64 bits must be enough. */
function readInteger(data: string, at: number, size: number, little: boolean, signed: boolean): LuaValue {
  const byte = (index: number) => data.charCodeAt(little ? at + index : at + size - 1 - index);
  let low = 0;
  for (let index = Math.min(size, 4) - 1; index >= 0; index--) low = low * 256 + byte(index);
  if (size <= 4) {
    const unused = 32 - size * 8;
    return signed ? (low << unused) >> unused : low;
  }
  let high = 0;
  for (let index = Math.min(size, 8) - 1; index >= 4; index--) high = high * 256 + byte(index);
  if (size < 8) {
    const unused = 64 - size * 8;
    if (signed) high = (high << unused) >> unused;
  } else {
    // Lua's integers are signed: an unsigned one beyond 2^63 wraps.
    high |= 0;
  }
  const fill = signed && high < 0 ? 255 : 0;
  for (let index = 8; index < size; index++) {
    if (byte(index) !== fill) throw LuaError.located(`${size}-byte integer does not fit into Lua Integer`);
  }
  return int64(high, low | 0);
}

const scratch = new DataView(new ArrayBuffer(8));

function readFloat(data: string, at: number, size: number, little: boolean): LuaValue {
  for (let index = 0; index < size; index++) scratch.setUint8(index, data.charCodeAt(at + index));
  return float(size === 4 ? scratch.getFloat32(0, little) : scratch.getFloat64(0, little));
}
