/** Texts that fit: cut, filled up, broken into lines, and the part of a list that is on screen. */

/** The text in exactly this many characters; the terminal cuts lines that wide characters make longer. */
export function fit(text: string, columns: number): string {
  if (columns <= 0) return '';
  const characters = [...printable(text)];
  if (characters.length <= columns) return characters.join('') + ' '.repeat(columns - characters.length);
  return `${characters.slice(0, columns - 1).join('')}…`;
}

/** The text on lines of at most this many characters, broken at spaces where there are some. */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines: string[] = [];
    let rest = [...printable(line)];
    while (rest.length > columns) {
      const space = rest.lastIndexOf(' ', columns);
      const cut = space > columns / 2 ? space : columns;
      lines.push(rest.slice(0, cut).join(''));
      rest = rest.slice(rest[cut] === ' ' ? cut + 1 : cut);
    }
    return [...lines, rest.join('')];
  });
}

function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, ' ');
}

export interface Window {
  /** The first row on screen. */
  readonly start: number;
  readonly end: number;
}

/** The rows around the marked one (-1: the last) that `height` lines hold, of those from `first` to before `end`. */
export function visible(first: number, end: number, marked: number, height: number): Window {
  const row = markedRow(first, end, marked);
  const start = Math.max(first, Math.min(end - height, row - Math.floor(height / 2)));
  return { start, end: Math.min(end, start + height) };
}

/** The row that is marked: the last one for -1, else the nearest that is there. */
export function markedRow(first: number, end: number, marked: number): number {
  return marked < 0 ? end - 1 : Math.max(first, Math.min(marked, end - 1));
}

/** Cells in columns: those of width 0 share what is left after the others. */
export function columns(cells: readonly (readonly [text: string, width: number])[], total: number): string {
  const gaps = cells.length - 1;
  const fixed = cells.reduce((sum, [, width]) => sum + Math.max(width, 0), 0);
  const flexible = cells.filter(([, width]) => width <= 0).length;
  const share = flexible === 0 ? 0 : Math.max(4, Math.floor((total - gaps - fixed) / flexible));
  return fit(cells.map(([text, width]) => fit(text, width > 0 ? width : share)).join(' '), total);
}

/** Rows of `name  value`, for a page about one thing; those without a value are left out. */
export function fields(entries: readonly (readonly [name: string, value: string | undefined])[]): string[] {
  const shown = entries.filter((entry): entry is readonly [string, string] => (entry[1] ?? '') !== '');
  const width = Math.max(0, ...shown.map(([name]) => name.length));
  return shown.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
