/** What the result of a terminal process means for the program. Rule: the terminal host of the Go runtime. */

import type { Outcome } from '../../core/scheduler/process.ts';
import { type Payload, PayloadFormat } from '../../infrastructure/transcoder/payload.ts';
import { Float, Int64, toBigInt } from '../../lua/runtime/values.ts';

export interface ProgramEnd {
  readonly code: number;
  /** Text for standard output, a line of its own. */
  readonly output?: string;
  /** Text for standard error, a line of its own. */
  readonly error?: string;
}

/**
 * An error gives 1 and its text; a number its integral part (1 for NaN and infinities); true 0, false 1; anything else
 * 0. A text is printed, unless Lua returned it: Lua programs print with `io`.
 */
export function programEnd({ value, error }: Outcome): ProgramEnd {
  if (error !== null) return { code: 1, error: withoutRepetition(error.message) };
  const first = value?.[0];
  return first === undefined ? { code: 0 } : endOf(first);
}

function endOf({ data, format }: Payload): ProgramEnd {
  if (typeof data === 'boolean') return { code: data ? 0 : 1 };
  if (typeof data === 'string') return format === PayloadFormat.Lua ? { code: 0 } : { code: 0, output: data };
  if (typeof data === 'number') return { code: codeOf(data) };
  if (data instanceof Float) return { code: codeOf(data.n) };
  if (data instanceof Int64) return { code: lowByte(toBigInt(data)) };
  if (typeof data === 'bigint') return { code: lowByte(data) };
  return { code: 0 };
}

function codeOf(number: number): number {
  return Number.isFinite(number) ? lowByte(BigInt(Math.trunc(number))) : 1;
}

/** The operating system keeps the low byte of a code; Node refuses codes that are no 32-bit integers. */
function lowByte(code: bigint): number {
  return Number(BigInt.asUintN(8, code));
}

/** `a: a: rest` as `a: rest`. */
function withoutRepetition(message: string): string {
  const end = message.indexOf(': ') + 2;
  const prefix = message.slice(0, end);
  return end > 2 && message.startsWith(prefix, end) ? message.slice(end) : message;
}
