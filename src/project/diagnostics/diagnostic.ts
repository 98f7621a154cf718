/**
 * Everything that can be wrong with a project is one of these values. They are data: the terminal, JSON, an editor
 * and the terminal UI each render them in their own way.
 */
import type { DiagnosticCode } from './codes.ts';
import { DIAGNOSTIC_CODES } from './codes.ts';
import type { Fix } from './fix.ts';

export type Severity = 'error' | 'warning' | 'hint';

/** A place in a text. Line and column count from 1; a column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A stretch of text; `end` is exclusive. */
export interface SourceRange {
  readonly start: Position;
  readonly end: Position;
}

/** Another place that helps to understand a diagnostic, such as the first of two duplicates. */
export interface RelatedInformation {
  readonly message: string;
  readonly file?: string;
  readonly range?: SourceRange;
}

export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  readonly message: string;
  /** Absolute path of the file, where there is one. */
  readonly file?: string;
  readonly range?: SourceRange;
  /** Id of the entry (`namespace:name`), where the problem belongs to one. */
  readonly entry?: string;
  /** What to do about it, in one sentence. */
  readonly hint?: string;
  readonly related?: readonly RelatedInformation[];
  /** The correction, where only one is possible. */
  readonly fix?: Fix;
}

export type DiagnosticFields = Omit<Diagnostic, 'code' | 'severity' | 'message'> & { readonly severity?: Severity };

/** Builds a diagnostic; the severity is the one registered for the code unless `fields` names another. */
export function diagnostic(code: DiagnosticCode, message: string, fields: DiagnosticFields = {}): Diagnostic {
  return { code, message, ...fields, severity: fields.severity ?? DIAGNOSTIC_CODES[code].severity };
}

/** All findings of a project and of its check, without those that the check repeats with another severity. */
export function mergeFindings(loaded: readonly Diagnostic[], checked: readonly Diagnostic[]): Diagnostic[] {
  const identity = ({ code, entry, message }: Diagnostic): string => JSON.stringify([code, entry, message]);
  const repeated = new Set(checked.map(identity));
  return [...loaded.filter((item) => !repeated.has(identity(item))), ...checked];
}

/** How many diagnostics of each severity a list holds. */
export interface SeverityCounts {
  readonly error: number;
  readonly warning: number;
  readonly hint: number;
}

export function countSeverities(diagnostics: Iterable<Diagnostic>): SeverityCounts {
  const counts = { error: 0, warning: 0, hint: 0 };
  for (const item of diagnostics) counts[item.severity] += 1;
  return counts;
}

export function hasErrors(diagnostics: Iterable<Diagnostic>): boolean {
  for (const item of diagnostics) if (item.severity === 'error') return true;
  return false;
}

/** A stable order for people: file, line, column, code, message. Diagnostics without a file come first. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return [...diagnostics].sort(
    (a, b) =>
      compareText(a.file ?? '', b.file ?? '') ||
      (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0) ||
      (a.range?.start.column ?? 0) - (b.range?.start.column ?? 0) ||
      compareText(a.code, b.code) ||
      compareText(a.message, b.message),
  );
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
