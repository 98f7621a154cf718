/** Duration texts of the project format: `300ms`, `1h2m3.5s`, `-1.5h`; in this program they are milliseconds. */
import { ErrorKind, WippyError } from './errors.ts';

const unitMilliseconds: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  μs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};

const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;

/** Milliseconds (may be fractional) of a duration text, or undefined if the text is none. */
export function tryParseDuration(text: string): number | undefined {
  if (text === '0' || text === '+0' || text === '-0') return 0;
  const sign = text.startsWith('-') ? -1 : 1;
  let position = text.startsWith('-') || text.startsWith('+') ? 1 : 0;
  if (position === text.length) return undefined;
  let total = 0;
  while (position < text.length) {
    part.lastIndex = position;
    const match = part.exec(text);
    if (match === null) return undefined;
    total += Number(match[1]) * unitMilliseconds[match[2]];
    position = part.lastIndex;
  }
  return sign * total;
}

/**
 * Milliseconds of a duration text.
 * @throws Invalid, quoting the text.
 */
export function parseDuration(text: string): number {
  const milliseconds = tryParseDuration(text);
  if (milliseconds === undefined) {
    throw new WippyError(`invalid duration "${text}"`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      details: { value: text },
      hint: 'Write a number with a unit: 500ms, 5s, 1m30s, 2h.',
    });
  }
  return milliseconds;
}

function trimFraction(value: number, digits: number): string {
  const text = value.toFixed(digits);
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** The shortest usual text of a duration in milliseconds: `1h0m0s`, `1m30s`, `1.5s`, `250ms`, `10µs`, `0s`. */
export function formatDuration(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return milliseconds > 0 ? 'forever' : 'unknown';
  const sign = milliseconds < 0 ? '-' : '';
  const size = Math.abs(milliseconds);
  if (size === 0) return '0s';
  if (size < 1e-3) return `${sign}${trimFraction(size * 1e6, 0)}ns`;
  if (size < 1) return `${sign}${trimFraction(size * 1e3, 3)}µs`;
  if (size < 1000) return `${sign}${trimFraction(size, 6)}ms`;
  const hours = Math.floor(size / 3_600_000);
  const minutes = Math.floor((size % 3_600_000) / 60_000);
  const seconds = trimFraction((size % 60_000) / 1000, 9);
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}s`;
  if (minutes > 0) return `${sign}${minutes}m${seconds}s`;
  return `${sign}${seconds}s`;
}

/** `3s`, `5m12s`, `2h03m`, `4d06h`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h${two(Math.floor(seconds / 60) % 60)}m`;
  return `${Math.floor(seconds / 86_400)}d${two(Math.floor(seconds / 3600) % 24)}h`;
}
