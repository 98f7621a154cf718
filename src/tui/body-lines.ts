/**
 * The lines in the middle of the screen: a panel or a page. They are made here and not by Ink, whose layout would look at
 * each of their characters again for each drawing.
 */
import { fit, markedRow, visible, wrap } from './layout.ts';
import type { PanelView, RowColour } from './panels/panel-view.ts';
import type { Page } from './state.ts';

export interface BodyOptions {
  readonly height: number;
  readonly width: number;
  readonly colours: boolean;
}

/** Before the marked row and before the others, for terminals and eyes without inverse lines. */
const MARK = '› ';
const NO_MARK = '  ';
/** Columns that they take. */
export const MARK_COLUMNS = 2;

/** A head line and as many rows as fit. */
export function panelLines(view: PanelView, marked: number, { height, width, colours }: BodyOptions): string[] {
  const { head, first, end } = view;
  const { start, end: last } = visible(first, end, marked, height - 1);
  const row = markedRow(first, end, marked);
  const lines = [styled(fit(NO_MARK + head, width), { dim: true })];
  for (let place = start; place < last; place += 1) {
    const { text, colour, dim } = view.row(place);
    const inverse = place === row;
    lines.push(
      styled(fit((inverse ? MARK : NO_MARK) + text, width), { colour: colours ? colour : undefined, dim, inverse }),
    );
  }
  return filled(lines, height);
}

/** A title and the text from where it was scrolled to; lines that are too long are broken. */
export function pageLines({ title, lines, scrolled }: Page, { height, width }: BodyOptions): string[] {
  const text = lines.slice(scrolled).flatMap((line) => wrap(line, width));
  return filled([styled(fit(title, width), { dim: true }), ...text], height);
}

export function rule(width: number): string {
  return styled('─'.repeat(width), { dim: true });
}

function filled(lines: readonly string[], height: number): string[] {
  return Array.from({ length: height }, (_, index) => lines[index] ?? '');
}

interface LineStyle {
  readonly colour?: RowColour;
  readonly dim?: boolean | undefined;
  readonly inverse?: boolean;
}

const COLOURS: Readonly<Record<NonNullable<RowColour>, number>> = { red: 31, green: 32, yellow: 33, cyan: 36 };

function styled(text: string, { colour, dim, inverse }: LineStyle): string {
  // Only inverse lines show the spaces at their ends.
  const shown = inverse === true ? text : text.trimEnd();
  const codes = [...(dim === true ? [2] : []), ...(inverse === true ? [7] : [])];
  if (colour !== undefined) codes.push(COLOURS[colour]);
  return codes.length === 0 ? shown : `\u001b[${codes.join(';')}m${shown}\u001b[0m`;
}
