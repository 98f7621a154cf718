/** Durations: signed 64-bit counts of nanoseconds, as in Go, whose texts (`1h30m`, `1.5s`) they share. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';

const NANOSECONDS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  μs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

export const MAXIMUM_DURATION = 2n ** 63n - 1n;
export const MINIMUM_DURATION = -(2n ** 63n);

/** A duration. Immutable. */
export class Duration {
  readonly nanoseconds: bigint;

  /** Counts beyond 64 bits become the longest duration of their sign. */
  constructor(nanoseconds: bigint) {
    this.nanoseconds =
      nanoseconds > MAXIMUM_DURATION
        ? MAXIMUM_DURATION
        : nanoseconds < MINIMUM_DURATION
          ? MINIMUM_DURATION
          : nanoseconds;
  }

  /** Milliseconds with their fraction. */
  get milliseconds(): number {
    return Number(this.nanoseconds) / 1e6;
  }

  toString(): string {
    return formatDuration(this.nanoseconds);
  }
}

function invalidDuration(message: string): WippyError {
  return new WippyError(message, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Write numbers with units: 300ms, 5s, 1m30s, 2h.',
  });
}

const PART = /(\d*)(\.\d*)?([^\d.]*)/y;

/**
 * The duration that a text spells: a sign, then numbers with the units ns, us, ms, s, m, h.
 * @throws WippyError Invalid, quoting the text.
 */
export function parseDuration(text: string): Duration {
  const negative = text.startsWith('-');
  let at = negative || text.startsWith('+') ? 1 : 0;
  if (text.slice(at) === '0') return new Duration(0n);
  const quoted = JSON.stringify(text);
  if (at === text.length) throw invalidDuration(`invalid duration ${quoted}`);
  let total = 0n;
  while (at < text.length) {
    PART.lastIndex = at;
    const [matched, whole, fraction, unit] = PART.exec(text) as unknown as [string, string, string | undefined, string];
    const digits = fraction === undefined ? '' : fraction.slice(1);
    if (whole === '' && digits === '') throw invalidDuration(`invalid duration ${quoted}`);
    if (unit === '') throw invalidDuration(`missing unit in duration ${quoted}`);
    const scale = Object.hasOwn(NANOSECONDS, unit) ? NANOSECONDS[unit] : undefined;
    if (scale === undefined) throw invalidDuration(`unknown unit ${JSON.stringify(unit)} in duration ${quoted}`);
    if (whole.length > 19) throw invalidDuration(`invalid duration ${quoted}`);
    // Digits behind the eighteenth are below a nanosecond, whatever the unit.
    const places = digits.slice(0, 18);
    total += BigInt(whole === '' ? '0' : whole) * scale;
    if (places !== '') total += (BigInt(places) * scale) / 10n ** BigInt(places.length);
    if (total > MAXIMUM_DURATION + (negative ? 1n : 0n)) throw invalidDuration(`invalid duration ${quoted}`);
    at += matched.length;
  }
  return new Duration(negative ? -total : total);
}

/** `value` in the unit, without zeros at the end of its fraction. */
function withFraction(value: bigint, unit: bigint): string {
  const fraction = value % unit;
  const whole = (value / unit).toString();
  if (fraction === 0n) return whole;
  const digits = fraction.toString().padStart(unit.toString().length - 1, '0');
  return `${whole}.${digits.replace(/0+$/, '')}`;
}

/** The text of a duration: `1h30m0s`, `1.5s`, `250ms`, `10µs`, `0s`. */
export function formatDuration(nanoseconds: bigint): string {
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size === 0n) return '0s';
  if (size < 1_000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${withFraction(size, 1_000n)}µs`;
  if (size < 1_000_000_000n) return `${sign}${withFraction(size, 1_000_000n)}ms`;
  const minutes = size / 60_000_000_000n;
  const seconds = withFraction(size % 60_000_000_000n, 1_000_000_000n);
  if (minutes === 0n) return `${sign}${seconds}s`;
  if (minutes < 60n) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}s`;
}
