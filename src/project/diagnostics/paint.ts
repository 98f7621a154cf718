/** Colours of the terminal, in one place, so that "no colour" is one decision. */

export type Style = 'error' | 'warning' | 'hint' | 'dim' | 'bold' | 'accent' | 'success';

/** Wraps a text in the escape codes of a style, or returns it as it is. */
export type Paint = (style: Style, text: string) => string;

const CODES: Record<Style, readonly [number, number]> = {
  error: [31, 39],
  warning: [33, 39],
  hint: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
  accent: [36, 39],
  success: [32, 39],
};

export const plainPaint: Paint = (_style, text) => text;

export const colourPaint: Paint = (style, text) => `\u001b[${CODES[style][0]}m${text}\u001b[${CODES[style][1]}m`;

/**
 * Whether colours may be written to a stream: never with a non-empty NO_COLOR, always with a FORCE_COLOR other than
 * "0", otherwise only on a terminal that is not "dumb". Rule: https://no-color.org.
 */
export function coloursAllowed(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  if (environment['NO_COLOR']) return false;
  const forced = environment['FORCE_COLOR'];
  if (forced !== undefined && forced !== '') return forced !== '0';
  return stream.isTTY === true && environment['TERM'] !== 'dumb';
}

export function paintFor(
  stream: { isTTY?: boolean },
  environment: Readonly<Record<string, string | undefined>>,
): Paint {
  return coloursAllowed(stream, environment) ? colourPaint : plainPaint;
}
