/** Constants of a program as JavaScript text. Nothing of the source reaches the text unescaped. */

/** A byte string as a JavaScript string literal of printable ASCII. */
export function stringLiteral(value: string): string {
  let text = '"';
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index);
    if (code === 34 || code === 92) text += `\\${value[index]}`;
    else if (code >= 32 && code < 127) text += value[index];
    else text += `\\x${(code & 255).toString(16).padStart(2, '0')}`;
  }
  return `${text}"`;
}

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** Whether a string key is a field that emitted code accesses as a property. */
export function isFieldName(name: string): boolean {
  return IDENTIFIER.test(name) && name.length <= 64;
}

const MIN_SAFE = BigInt(Number.MIN_SAFE_INTEGER);
const MAX_SAFE = BigInt(Number.MAX_SAFE_INTEGER);

export function isSafe(value: bigint): boolean {
  return value >= MIN_SAFE && value <= MAX_SAFE;
}

/** A double as JavaScript text that reads back as the same double. */
export function doubleText(value: number): string {
  if (value === Infinity) return '(1/0)';
  if (value === -Infinity) return '(-1/0)';
  if (value !== value) return '(0/0)';
  return value < 0 || Object.is(value, -0) ? `(-${String(-value)})` : String(value);
}

/** Text that a property can follow: JavaScript would read the dot behind an integer as its fraction. */
export function memberBase(text: string): string {
  return /^\d/.test(text) ? `(${text})` : text;
}
