/** Diagnostics for programs: one JSON object, whose form has a number. */
import { relative, sep } from 'node:path';
import { countSeverities, type Diagnostic, type Severity, type SourceRange } from './diagnostic.ts';

/** What was looked at. */
export interface CheckedProject {
  /** Absolute path; files are named relative to it. */
  readonly directory: string;
  readonly files: number;
  readonly entries: number;
}

export interface DiagnosticsDocument {
  readonly schema: 1;
  readonly summary: {
    readonly errors: number;
    readonly warnings: number;
    readonly hints: number;
    readonly files: number;
    readonly entries: number;
  };
  readonly diagnostics: readonly JsonDiagnostic[];
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly file?: string;
  readonly range?: SourceRange;
  readonly entry?: string;
  readonly hint?: string;
  readonly related?: readonly { readonly message: string; readonly file?: string; readonly range?: SourceRange }[];
}

/** The document for a list of diagnostics, which it keeps in its order. */
export function diagnosticsDocument(diagnostics: readonly Diagnostic[], project: CheckedProject): DiagnosticsDocument {
  const counts = countSeverities(diagnostics);
  const { directory, files, entries } = project;
  return {
    schema: 1,
    summary: { errors: counts.error, warnings: counts.warning, hints: counts.hint, files, entries },
    diagnostics: diagnostics.map((item) => jsonDiagnostic(item, directory)),
  };
}

export function renderDiagnosticsJson(diagnostics: readonly Diagnostic[], project: CheckedProject): string {
  return `${JSON.stringify(diagnosticsDocument(diagnostics, project), null, 2)}\n`;
}

/** The path of a file as it is written in reports: relative to the project, with `/`. */
export function reportedPath(file: string, directory: string): string {
  return relative(directory, file).split(sep).join('/');
}

/** One finding. The keys stand in a fixed order, so that reports can be compared as texts. */
export function jsonDiagnostic(
  { code, severity, message, entry, hint, related, ...at }: Diagnostic,
  directory: string,
): JsonDiagnostic {
  return {
    code,
    severity,
    message,
    ...place(at, directory),
    ...(entry === undefined ? {} : { entry }),
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined || related.length === 0
      ? {}
      : { related: related.map((item) => ({ message: item.message, ...place(item, directory) })) }),
  };
}

function place({ file, range }: Pick<Diagnostic, 'file' | 'range'>, directory: string) {
  return {
    ...(file === undefined ? {} : { file: reportedPath(file, directory) }),
    ...(range === undefined ? {} : { range: { start: { ...range.start }, end: { ...range.end } } }),
  };
}
