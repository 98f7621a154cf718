/** Format strings of `pack`, `unpack` and `packsize`. Rules: manual, 6.4.2; sizes are those of x86-64. */

import { argumentError } from '../../runtime/arguments.ts';
import { LuaError } from '../../runtime/errors.ts';

export type PackKind = 'signed' | 'unsigned' | 'float' | 'fixed' | 'counted' | 'terminated' | 'padding' | 'nothing';

export interface PackOption {
  kind: PackKind;
  /** Bytes; of a counted string, those of its length. */
  size: number;
  /** Bytes of padding before it. */
  padding: number;
}

const MAX_INTEGER_SIZE = 16;
const NATIVE_ALIGNMENT = 8;
const INT_SIZE = 4;
const LENGTH_SIZE = 8;

/** Another digit may follow a number up to this one, so that C's int holds the result. */
const MAX_BEFORE_DIGIT = Math.floor((2 ** 31 - 1 - 9) / 10);

const FIXED_SIZES: Readonly<Record<string, readonly [PackKind, number]>> = {
  b: ['signed', 1],
  B: ['unsigned', 1],
  h: ['signed', 2],
  H: ['unsigned', 2],
  l: ['signed', 8],
  L: ['unsigned', 8],
  j: ['signed', 8],
  J: ['unsigned', 8],
  T: ['unsigned', LENGTH_SIZE],
  f: ['float', 4],
  d: ['float', 8],
  n: ['float', 8],
  x: ['padding', 1],
  z: ['terminated', 0],
  ' ': ['nothing', 0],
};

/** Reads a format option by option; keeps its byte order and alignment. */
export class PackFormat {
  little = true;
  private maxAlignment = 1;
  private readonly text: string;
  private readonly functionName: string;
  private at = 0;

  constructor(text: string, functionName: string) {
    this.text = text;
    this.functionName = functionName;
  }

  /** The next option, aligned for a value that begins `offset` bytes behind the start; null at the end. */
  next(offset: number): PackOption | null {
    if (this.at >= this.text.length) return null;
    const isAlignment = this.text[this.at] === 'X';
    const option = this.read();
    let alignment = option.size;
    if (isAlignment) {
      const next = this.at < this.text.length ? this.read() : null;
      if (next === null || next.kind === 'fixed' || next.size === 0) {
        throw this.wrong(`invalid next option for option 'X'`);
      }
      alignment = next.size;
    }
    if (alignment > 1 && option.kind !== 'fixed') option.padding = this.paddingFor(offset, alignment);
    return option;
  }

  private paddingFor(offset: number, size: number): number {
    const alignment = Math.min(size, this.maxAlignment);
    if ((alignment & (alignment - 1)) !== 0) throw this.wrong('format asks for alignment not power of 2');
    return (alignment - (offset % alignment)) % alignment;
  }

  private wrong(message: string): LuaError {
    return argumentError(1, this.functionName, message);
  }

  private read(): PackOption {
    const letter = this.text[this.at++] as string;
    const known = FIXED_SIZES[letter];
    if (known !== undefined) return { kind: known[0], size: known[1], padding: 0 };
    switch (letter) {
      case 'i':
        return { kind: 'signed', size: this.limitedNumber(INT_SIZE), padding: 0 };
      case 'I':
        return { kind: 'unsigned', size: this.limitedNumber(INT_SIZE), padding: 0 };
      case 's':
        return { kind: 'counted', size: this.limitedNumber(LENGTH_SIZE), padding: 0 };
      case 'c': {
        const size = this.number();
        if (size === undefined) throw LuaError.located(`missing size for format option 'c'`);
        return { kind: 'fixed', size, padding: 0 };
      }
      case '<':
      case '=':
        this.little = true;
        break;
      case '>':
        this.little = false;
        break;
      case '!':
        this.maxAlignment = this.limitedNumber(NATIVE_ALIGNMENT);
        break;
      case 'X':
        break;
      default:
        throw LuaError.located(`invalid format option '${letter}'`);
    }
    return { kind: 'nothing', size: 0, padding: 0 };
  }

  private number(): number | undefined {
    let value: number | undefined;
    while (value === undefined || value <= MAX_BEFORE_DIGIT) {
      const digit = this.text.charCodeAt(this.at) - 48;
      if (!(digit >= 0 && digit <= 9)) break;
      value = (value ?? 0) * 10 + digit;
      this.at++;
    }
    return value;
  }

  private limitedNumber(otherwise: number): number {
    const size = this.number() ?? otherwise;
    if (size >= 1 && size <= MAX_INTEGER_SIZE) return size;
    throw LuaError.located(`integral size (${size}) out of limits [1,${MAX_INTEGER_SIZE}]`);
  }
}
