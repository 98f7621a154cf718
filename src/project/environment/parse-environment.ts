/**
 * Files of `NAME=VALUE` lines. Node gives the values; a line that it would pass over, or take for a part of another one,
 * is an error here, because a variable that is silently missing costs hours.
 */
import { parseEnv } from 'node:util';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { LineIndex } from '../diagnostics/line-index.ts';

export interface ParsedEnvironment {
  /** Of several with one name the last counts. */
  readonly variables: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.-]*$/;
const EXPORT = /^export[ \t]+/;
const QUOTES = '"\'`';

/** @param file absolute path, for the places of problems. */
export function parseEnvironment(text: string, file: string): ParsedEnvironment {
  const variables = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  const index = new LineIndex(text);
  const report = (start: number, end: number, message: string, hint: string): void => {
    diagnostics.push(diagnostic('P0414', message, { file, range: index.range(start, end), hint }));
  };
  for (let at = text.startsWith('\uFEFF') ? 1 : 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const line = text.slice(at, end);
    const content = line.trim();
    if (content === '' || content.startsWith('#')) {
      at = end + 1;
      continue;
    }
    const start = at + line.indexOf(content);
    const equals = line.indexOf('=');
    if (equals === -1) {
      report(start, start + content.length, 'the line assigns no variable', 'Write NAME=VALUE, or # before a comment.');
      at = end + 1;
      continue;
    }
    const name = content
      .slice(0, at + equals - start)
      .trim()
      .replace(EXPORT, '');
    if (!NAME.test(name)) {
      const hint = 'A name consists of letters, digits and underscores, and begins with no digit.';
      report(
        start,
        at + equals,
        name === '' ? 'there is no name before "="' : `"${name}" is no name of a variable`,
        hint,
      );
      at = end + 1;
      continue;
    }
    const value = readValue(text, at + equals + 1, end);
    if (value.problem !== undefined) report(value.start, value.end, value.problem, value.hint);
    else variables.set(name, value.text);
    at = value.next;
  }
  return { variables, diagnostics };
}

type Value =
  | { readonly text: string; readonly next: number; readonly problem?: undefined }
  | {
      readonly problem: string;
      readonly hint: string;
      readonly start: number;
      readonly end: number;
      readonly next: number;
    };

/** Reads the value that begins behind the equals sign; `end` is the end of that line. */
function readValue(text: string, from: number, end: number): Value {
  const rest = text.slice(from, end);
  const open = from + (rest.length - rest.trimStart().length);
  const quote = text[open] ?? '';
  if (open >= end || !QUOTES.includes(quote)) return { text: valueOf(rest), next: end + 1 };
  const close = text.indexOf(quote, open + 1);
  if (close === -1) {
    const problem = `the quote ${quote} is not closed`;
    return { problem, hint: `Add the closing ${quote}.`, start: open, end, next: end + 1 };
  }
  const last = endOfLine(text, close);
  const behind = text.slice(close + 1, last);
  if (behind.trim() === '' || behind.trim().startsWith('#')) {
    return { text: valueOf(text.slice(open, close + 1)), next: last + 1 };
  }
  const problem = `there is text after the closing quote ${quote}`;
  const hint = 'Put quotes around the whole value; a quote inside of it needs quotes of another form around.';
  // The next lines may be fine: the quote that was found may belong to one of them.
  return { problem, hint, start: open, end, next: end + 1 };
}

/** Without a comment, white space and quotes, and with its line breaks: the rules of Node. */
function valueOf(written: string): string {
  if (written.trim() === '') return '';
  return parseEnv(`VALUE=${written}\n`)['VALUE'] ?? '';
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}
