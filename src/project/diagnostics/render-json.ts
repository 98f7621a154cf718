/** Diagnostics for programs: one JSON document. */
import { countSeverities, type Diagnostic, sortDiagnostics } from './diagnostic.ts';

export interface DiagnosticsDocument {
  readonly diagnostics: readonly Diagnostic[];
  readonly error_count: number;
  readonly warning_count: number;
  readonly hint_count: number;
}

/** The document for a list of diagnostics; the list is empty, never null, when there are none. */
export function diagnosticsDocument(diagnostics: readonly Diagnostic[]): DiagnosticsDocument {
  const counts = countSeverities(diagnostics);
  return {
    diagnostics: sortDiagnostics(diagnostics),
    error_count: counts.error,
    warning_count: counts.warning,
    hint_count: counts.hint,
  };
}

export function renderDiagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify(diagnosticsDocument(diagnostics), null, 2)}\n`;
}
