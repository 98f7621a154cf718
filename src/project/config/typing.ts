/** What type a value given on the command line has. `--set` and `-o` differ, as they do in the reference. */

const DECIMAL = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/;

/** `--set`: exactly `true` and `false` are booleans, decimal numbers are numbers, all else is text. */
export function typeSetValue(text: string): string | number | boolean {
  if (text === 'true') return true;
  if (text === 'false') return false;
  return DECIMAL.test(text) ? numberOr(text) : text;
}

/**
 * `-o`: `true` and `false` in any case are booleans; canonical integers (no `+`, no leading zeros) and numbers with
 * `.`, `e` or `E` are numbers; all else is text with its blanks.
 */
export function typeOverrideValue(text: string): string | number | boolean {
  const trimmed = text.trim();
  const lowered = trimmed.toLowerCase();
  if (lowered === 'true') return true;
  if (lowered === 'false') return false;
  if (/^(?:0|-?[1-9]\d*)$/.test(trimmed)) return Number.isSafeInteger(Number(trimmed)) ? Number(trimmed) : text;
  if (/[.eE]/.test(trimmed) && DECIMAL.test(trimmed)) return Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
  return text;
}

/** Numbers that a double cannot hold exactly enough stay texts, so that no digit of an id is lost. */
function numberOr(text: string): string | number {
  const value = Number(text);
  if (!Number.isFinite(value)) return text;
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(text) ? text : value;
}
