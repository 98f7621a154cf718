/** Diagnostics for people: place, severity, message, code frame, hint, related places, and a summary line. */
import { relative } from 'node:path';
import { codeFrame } from './code-frame.ts';
import { countSeverities, type Diagnostic, type SourceRange, sortDiagnostics } from './diagnostic.ts';
import { type Paint, plainPaint } from './paint.ts';

export interface TerminalOptions {
  /** Paths are shown relative to this directory where they lie inside it. */
  readonly directory?: string;
  readonly paint?: Paint;
  /** The text of a file for its code frame; undefined leaves the frame out. */
  readonly readText?: (file: string) => string | undefined;
}

/** Renders one diagnostic, without a trailing line break. */
export function renderDiagnostic(item: Diagnostic, options: TerminalOptions = {}): string {
  const paint = options.paint ?? plainPaint;
  const place = item.file === undefined ? '' : `${paint('bold', placeOf(item.file, item.range, options))} `;
  const lines = [`${place}${paint(item.severity, item.severity)} ${paint('dim', item.code)} ${item.message}`];
  if (item.entry !== undefined) lines.push(`  ${paint('dim', `entry ${item.entry}`)}`);
  const text = item.file !== undefined && item.range !== undefined ? options.readText?.(item.file) : undefined;
  if (text !== undefined && item.range !== undefined) {
    const frame = codeFrame(text, item.range, paint);
    if (frame !== '') lines.push(indent(frame));
  }
  if (item.hint !== undefined) lines.push(`  ${paint('hint', 'hint:')} ${item.hint}`);
  for (const related of item.related ?? []) {
    const at = related.file === undefined ? '' : ` (${placeOf(related.file, related.range, options)})`;
    lines.push(`  ${paint('dim', 'see:')} ${related.message}${at}`);
  }
  return lines.join('\n');
}

/** Renders all diagnostics in a stable order, blank lines between them, and ends with the summary. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: TerminalOptions = {}): string {
  if (diagnostics.length === 0) return '';
  const rendered = sortDiagnostics(diagnostics).map((item) => renderDiagnostic(item, options));
  return `${rendered.join('\n\n')}\n\n${summarize(diagnostics)}\n`;
}

/** `2 errors, 1 warning`; severities that do not occur are left out. */
export function summarize(diagnostics: readonly Diagnostic[]): string {
  const counts = countSeverities(diagnostics);
  const parts = (['error', 'warning', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => `${counts[severity]} ${severity}${counts[severity] === 1 ? '' : 's'}`);
  return parts.length === 0 ? 'no problems' : parts.join(', ');
}

function placeOf(file: string, range: SourceRange | undefined, options: TerminalOptions): string {
  const shown = shortPath(file, options.directory);
  return range === undefined ? `${shown}:` : `${shown}:${range.start.line}:${range.start.column}:`;
}

function shortPath(file: string, directory: string | undefined): string {
  if (directory === undefined) return file;
  const short = relative(directory, file);
  return short === '' || short.startsWith('..') ? file : short;
}

function indent(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
