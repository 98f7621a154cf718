/** Format strings of `string.format` as lists of literal texts and conversions, kept for the next use. */

/** A conversion: what follows a `%`. */
export interface Conversion {
  /** The letter, e.g. `d`. */
  readonly letter: string;
  readonly left: boolean;
  readonly plus: boolean;
  readonly space: boolean;
  readonly alternate: boolean;
  readonly zero: boolean;
  readonly width: number;
  readonly precision: number | undefined;
  /** True where the letter stands alone behind the `%`. */
  readonly bare: boolean;
  /** Not null where the conversion is malformed: the error it raises when formatting gets there. */
  readonly fault: string | null;
}

export type FormatPart = string | Conversion;

const MAX_KEPT = 500;
const MAX_KEPT_LENGTH = 500;

const kept = new Map<string, FormatPart[]>();

/** Reads a format. Faults are part of it: PUC reads a format while it writes the result. */
export function parseFormat(text: string): readonly FormatPart[] {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const parts = readParts(text);
  if (text.length <= MAX_KEPT_LENGTH) {
    if (kept.size >= MAX_KEPT) kept.clear();
    kept.set(text, parts);
  }
  return parts;
}

function readParts(text: string): FormatPart[] {
  const parts: FormatPart[] = [];
  let literal = '';
  let from = 0;
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', from)) {
    literal += text.slice(from, at);
    if (text[at + 1] === '%') {
      literal += '%';
      from = at + 2;
      continue;
    }
    if (literal !== '') parts.push(literal);
    literal = '';
    const { conversion, end } = readConversion(text, at + 1);
    parts.push(conversion);
    from = end;
    if (conversion.fault !== null) return parts;
  }
  literal += text.slice(from);
  if (literal !== '') parts.push(literal);
  return parts;
}

/** At most five flags, two digits of width and two of precision (`scanformat` of lstrlib.c). */
const SHAPE = /([-+ #0]*)(\d{0,2})(?:(\.)(\d{0,2}))?/y;
const MAX_FLAGS = 5;

/** Bytes that do not print, and the zero after the end, by their number (`lua_pushfstring`). */
function visible(letter: string): string {
  return letter >= ' ' && letter <= '~' ? letter : `<\\${letter === '' ? 0 : letter.charCodeAt(0)}>`;
}

function readConversion(text: string, start: number): { conversion: Conversion; end: number } {
  SHAPE.lastIndex = start;
  const [shape = '', flags = '', width = '', point, precision = ''] = SHAPE.exec(text) ?? [];
  const at = start + shape.length;
  const letter = text[at] ?? '';
  let fault: string | null = null;
  if (flags.length > MAX_FLAGS) fault = 'invalid format (repeated flags)';
  else if (letter >= '0' && letter <= '9') fault = 'invalid format (width or precision too long)';
  else if (letter === '' || !'cdiuoxXeEfFgGaAqs'.includes(letter))
    fault = `invalid option '%${visible(letter)}' to 'format'`;
  const conversion: Conversion = {
    letter,
    left: flags.includes('-'),
    plus: flags.includes('+'),
    space: flags.includes(' '),
    alternate: flags.includes('#'),
    zero: flags.includes('0'),
    width: Number(width),
    precision: point === undefined ? undefined : Number(precision),
    bare: shape === '',
    fault,
  };
  return { conversion, end: at + 1 };
}
