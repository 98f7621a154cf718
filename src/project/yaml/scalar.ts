/**
 * What an unquoted YAML scalar means. The rules are those of the Go YAML library that the reference runtime uses,
 * because an application must see the same values: YAML 1.2 plus octal `0755`, `0b` binaries, `_` between digits and
 * dates. `yes`, `no`, `on` and `off` are strings.
 */

const CONSTANTS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['', null],
  ['~', null],
  ['null', null],
  ['Null', null],
  ['NULL', null],
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
  ['.nan', Number.NaN],
  ['.NaN', Number.NaN],
  ['.NAN', Number.NaN],
  ...infinities('', Number.POSITIVE_INFINITY),
  ...infinities('+', Number.POSITIVE_INFINITY),
  ...infinities('-', Number.NEGATIVE_INFINITY),
]);

function infinities(sign: string, value: number): [string, unknown][] {
  return ['.inf', '.Inf', '.INF'].map((text) => [sign + text, value]);
}

const FLOAT = /^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/;
const INTEGER = /^([-+]?)(?:0[bB]([01]+)|0[xX]([0-9a-fA-F]+)|0[oO]?([0-7]+)|([1-9]\d*|0))$/;

/** The value of a plain scalar: null, boolean, number or string; dates become RFC 3339 strings. */
export function resolvePlainScalar(text: string): unknown {
  if (CONSTANTS.has(text)) return CONSTANTS.get(text);
  const first = text.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (!numeric) return text;
  return resolveNumber(text) ?? resolveTimestamp(text) ?? text;
}

/** The number that a text spells, or undefined. Integers beyond 2^53 lose digits, as they do in the reference. */
export function resolveNumber(text: string): number | undefined {
  const plain = text.replaceAll('_', '');
  const integer = INTEGER.exec(plain);
  if (integer !== null) {
    const [, sign, binary, hexadecimal, octal, decimal] = integer;
    const magnitude =
      digits(binary, '0b') ??
      digits(hexadecimal, '0x') ??
      digits(octal, '0o') ??
      (decimal === undefined ? 0 : Number(decimal));
    return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
  }
  return FLOAT.test(plain) ? Number(plain) : undefined;
}

function digits(text: string | undefined, prefix: string): number | undefined {
  return text === undefined ? undefined : Number(prefix + text);
}

const TIMESTAMP =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:(?:[Tt](\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d))|(?: (\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?))?$/;

/** An unquoted date or time as RFC 3339 text, or undefined where the text is no valid date. */
export function resolveTimestamp(text: string): string | undefined {
  const match = TIMESTAMP.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [
    match[4] ?? match[9] ?? 0,
    match[5] ?? match[10] ?? 0,
    match[6] ?? match[11] ?? 0,
  ].map(Number);
  if (!isDate(year, month, day) || hour > 23 || minute > 59 || second > 59) return undefined;
  const fraction = (match[7] ?? match[12] ?? '').replace(/0+$/, '');
  const date = `${match[1]}-${pad(month)}-${pad(day)}`;
  return `${date}T${pad(hour)}:${pad(minute)}:${pad(second)}${fraction === '' ? '' : `.${fraction}`}${match[8] ?? 'Z'}`;
}

function isDate(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return day <= [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1];
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}
