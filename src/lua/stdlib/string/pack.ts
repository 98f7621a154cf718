/** `string.pack` and `string.packsize`. Rules: manual, 6.4 and 6.4.2. */

import { argumentError, checkDouble, checkInteger64, checkString } from '../../runtime/arguments.ts';
import type { LuaResult, LuaValue } from '../../runtime/values.ts';
import { MAX_STRING, tooLarge } from './arguments.ts';
import { PackFormat, type PackOption } from './pack-options.ts';

/** What C's int holds: the largest size that `packsize` gives. */
const MAX_SIZE = 2 ** 31 - 1;

export function pack(...args: LuaValue[]): LuaResult {
  const format = new PackFormat(checkString(args, 1, 'string.pack'), 'string.pack');
  let result = '';
  let position = 1;
  for (let option = format.next(0); option !== null; option = format.next(result.length)) {
    if (option.padding > 0) result += '\0'.repeat(option.padding);
    if (option.kind === 'nothing') continue;
    if (option.kind === 'padding') result += '\0';
    else result += packValue(option, format.little, args, ++position);
    if (result.length > MAX_STRING) throw tooLarge();
  }
  return result;
}

function packValue(option: PackOption, little: boolean, args: LuaValue[], position: number): string {
  const { kind, size } = option;
  switch (kind) {
    case 'signed':
    case 'unsigned': {
      const value = args[position - 1];
      const exact = typeof value === 'number' && Number.isSafeInteger(value);
      const integer = exact ? value : checkInteger64(args, position, 'string.pack');
      checkRange(integer, option, position);
      return integerBytes(integer, size, little, kind === 'signed');
    }
    case 'float':
      return floatBytes(checkDouble(args, position, 'string.pack'), size, little);
    case 'fixed': {
      const text = checkString(args, position, 'string.pack');
      if (text.length > size) throw argumentError(position, 'string.pack', 'string longer than given size');
      if (size > MAX_STRING) throw tooLarge();
      return text.padEnd(size, '\0');
    }
    case 'counted': {
      const text = checkString(args, position, 'string.pack');
      if (text.length >= 2 ** (size * 8)) {
        throw argumentError(position, 'string.pack', 'string length does not fit in given size');
      }
      return integerBytes(text.length, size, little, false) + text;
    }
    default: {
      const text = checkString(args, position, 'string.pack');
      if (text.includes('\0')) throw argumentError(position, 'string.pack', 'string contains zeros');
      return `${text}\0`;
    }
  }
}

function checkRange(value: number | bigint, { kind, size }: PackOption, position: number): void {
  if (size >= 8) return;
  if (kind === 'signed') {
    const limit = 2 ** (size * 8 - 1);
    if (value < -limit || value >= limit) throw argumentError(position, 'string.pack', 'integer overflow');
  } else if (value < 0 || value >= 2 ** (size * 8)) {
    throw argumentError(position, 'string.pack', 'unsigned overflow');
  }
}

/** The bytes of a 64-bit integer; what lies beyond 8 bytes repeats the sign where there is one. */
function integerBytes(value: number | bigint, size: number, little: boolean, signed: boolean): string {
  const isNumber = typeof value === 'number';
  const low = isNumber ? value >>> 0 : Number(BigInt.asUintN(32, value));
  const high = isNumber ? Math.floor(value / 2 ** 32) : Number(BigInt.asIntN(32, value >> 32n));
  const fill = signed && value < 0 ? 255 : 0;
  let text = '';
  for (let index = 0; index < size; index++) {
    const byte = index < 4 ? (low >>> (index * 8)) & 255 : index < 8 ? (high >> (index * 8 - 32)) & 255 : fill;
    const character = String.fromCharCode(byte);
    text = little ? text + character : character + text;
  }
  return text;
}

const scratch = new DataView(new ArrayBuffer(8));

function floatBytes(value: number, size: number, little: boolean): string {
  if (size === 4) scratch.setFloat32(0, value, little);
  else scratch.setFloat64(0, value, little);
  let text = '';
  for (let index = 0; index < size; index++) text += String.fromCharCode(scratch.getUint8(index));
  return text;
}

/** The number of bytes that `pack` gives for a format without strings of variable length. */
export function packsize(...args: LuaValue[]): LuaResult {
  const format = new PackFormat(checkString(args, 1, 'string.packsize'), 'string.packsize');
  let total = 0;
  for (let option = format.next(0); option !== null; option = format.next(total)) {
    if (option.kind === 'counted' || option.kind === 'terminated') {
      throw argumentError(1, 'string.packsize', 'variable-length format');
    }
    total += option.padding + option.size;
    if (total > MAX_SIZE) throw argumentError(1, 'string.packsize', 'format result too large');
  }
  return total;
}
