/** Texts that fit: cut, filled up, and the part of a list that is on screen. */

/** The text in exactly this many characters; the terminal cuts lines that wide characters make longer. */
export function fit(text: string, columns: number): string {
  if (columns <= 0) return '';
  const characters = [...text.replace(/\p{Cc}/gu, ' ')];
  if (characters.length <= columns) return characters.join('') + ' '.repeat(columns - characters.length);
  return `${characters.slice(0, columns - 1).join('')}…`;
}

export interface Window {
  /** The first row on screen. */
  readonly start: number;
  readonly end: number;
}

/** The rows around the marked one (-1: the last) that `height` lines hold. */
export function visible(rows: number, marked: number, height: number): Window {
  const row = marked < 0 ? rows - 1 : Math.min(marked, rows - 1);
  const start = Math.max(0, Math.min(rows - height, row - Math.floor(height / 2)));
  return { start, end: Math.min(rows, start + height) };
}

/** Cells in columns: the widths are shares of what is left after the fixed ones. */
export function columns(cells: readonly (readonly [text: string, width: number])[], total: number): string {
  const gaps = cells.length - 1;
  const fixed = cells.reduce((sum, [, width]) => sum + Math.max(width, 0), 0);
  const flexible = cells.filter(([, width]) => width <= 0).length;
  const share = flexible === 0 ? 0 : Math.max(4, Math.floor((total - gaps - fixed) / flexible));
  return fit(cells.map(([text, width]) => fit(text, width > 0 ? width : share)).join(' '), total);
}
