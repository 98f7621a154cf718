/** The lines around a range, with line numbers and a marker below the range. */
import type { SourceRange } from './diagnostic.ts';
import type { Paint } from './paint.ts';

const CONTEXT_LINES = 1;
const MAX_WIDTH = 160;

/**
 * Renders the first line of `range`, one line before and one after it, and a line of `^` below the marked columns.
 * Tabs are shown as one space, so that the marker stands below its text. Returns '' where the text has no such line.
 */
export function codeFrame(text: string, range: SourceRange, paint: Paint): string {
  const lines = text.split('\n');
  const target = range.start.line;
  if (target < 1 || target > lines.length) return '';
  const first = Math.max(1, target - CONTEXT_LINES);
  const last = Math.min(lines.length, target + CONTEXT_LINES);
  const gutter = String(last).length;
  const rendered: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const content = printable(lines[number - 1]);
    const marker = number === target ? paint('error', '>') : ' ';
    rendered.push(
      `${marker} ${paint('dim', `${String(number).padStart(gutter)} |`)} ${content.slice(0, MAX_WIDTH)}`.trimEnd(),
    );
    if (number === target) {
      const start = Math.min(range.start.column, content.length + 1);
      if (start <= MAX_WIDTH) {
        const end = range.end.line === target ? range.end.column : content.length + 1;
        const width = Math.max(1, Math.min(end, MAX_WIDTH) - start);
        rendered.push(
          `  ${paint('dim', `${' '.repeat(gutter)} |`)} ${' '.repeat(start - 1)}${paint('error', '^'.repeat(width))}`,
        );
      }
    }
  }
  return rendered.join('\n');
}

/** Control characters of a broken file must not reach the terminal. */
function printable(line: string): string {
  return line
    .replace(/\r$/, '')
    .replaceAll('\t', ' ')
    .replace(/[\u0000-\u001f\u007f-\u009f]/g, '\ufffd');
}
