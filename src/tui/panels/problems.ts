/** Findings with their code frames: one row for each line of them. */
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import { renderDiagnostic } from '../../project/diagnostics/render-terminal.ts';
import type { TuiSource } from '../source.ts';
import type { PanelView, Row, RowColour } from './panel-view.ts';

interface ProblemRow extends Row {
  readonly item: Diagnostic;
}

export function problemsView(diagnostics: readonly Diagnostic[], source: TuiSource): PanelView {
  const { directory, readText } = source;
  const rows = diagnostics.flatMap((item): ProblemRow[] => [
    ...renderDiagnostic(item, { directory, readText })
      .split('\n')
      .map((text, line) => ({ text, item, ...(line === 0 ? { colour: colourOf(item) } : {}) })),
    { text: '', item },
  ]);
  return {
    head: rows.length === 0 ? 'No problems' : 'PROBLEMS of the last save',
    first: 0,
    end: rows.length,
    row: (place) => rows[place] as ProblemRow,
    details: () => [],
    copy: (place) => {
      const item = rows[place]?.item;
      return item === undefined ? '' : renderDiagnostic(item, { directory, readText });
    },
    source(place) {
      const { file, range } = rows[place]?.item ?? {};
      return file === undefined ? undefined : { file, line: range?.start.line ?? 1 };
    },
  };
}

function colourOf({ severity }: Diagnostic): RowColour {
  if (severity === 'error') return 'red';
  return severity === 'warning' ? 'yellow' : 'cyan';
}
