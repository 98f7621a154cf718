/** Findings as the lines of a panel, with their code frames. */
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../project/diagnostics/render-terminal.ts';
import type { Row } from './rows.ts';

export interface ProblemLine extends Row {
  /** The finding that the line belongs to. */
  readonly index: number;
}

export function problemLines(
  diagnostics: readonly Diagnostic[],
  directory: string,
  readText: (file: string) => string | undefined,
): ProblemLine[] {
  return diagnostics.flatMap((item, index) => [
    ...renderDiagnostic(item, { directory, readText })
      .split('\n')
      .map((text, line) => ({ text, index, ...(line === 0 ? { colour: colourOf(item) } : {}) })),
    { text: '', index },
  ]);
}

function colourOf({ severity }: Diagnostic): 'red' | 'yellow' | 'cyan' {
  if (severity === 'error') return 'red';
  return severity === 'warning' ? 'yellow' : 'cyan';
}
