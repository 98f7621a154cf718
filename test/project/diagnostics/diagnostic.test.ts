import { describe, expect, it } from 'vitest';
import { DIAGNOSTIC_CODES, describeCode } from '../../../src/project/diagnostics/codes.ts';
import {
  countSeverities,
  diagnostic,
  hasErrors,
  sortDiagnostics,
} from '../../../src/project/diagnostics/diagnostic.ts';
import { LineIndex } from '../../../src/project/diagnostics/line-index.ts';
import { colourPaint, coloursAllowed } from '../../../src/project/diagnostics/paint.ts';
import { diagnosticsDocument } from '../../../src/project/diagnostics/render-json.ts';
import { renderDiagnostic, renderDiagnostics } from '../../../src/project/diagnostics/render-terminal.ts';

const range = { start: { line: 2, column: 7 }, end: { line: 2, column: 10 } };

describe('diagnostics', () => {
  it('takes the severity from the table of codes unless another one is given', () => {
    expect(diagnostic('P0106', 'twice').severity).toBe('warning');
    expect(diagnostic('P0106', 'twice', { severity: 'error' }).severity).toBe('error');
  });

  it('describes every code in full sentences', () => {
    for (const [code, description] of Object.entries(DIAGNOSTIC_CODES)) {
      expect(code).toMatch(/^(P0\d{3}|W\d{4})$/);
      expect(description.explanation, code).toMatch(/^[A-Z`].*\.$/s);
      expect(description.title, code).not.toMatch(/\.$/);
    }
    expect(describeCode('P0001')?.title).toBe('Syntax error');
    expect(describeCode('toString')).toBeUndefined();
  });

  it('sorts by file, place, code and message', () => {
    const late = diagnostic('P0001', 'b', { file: '/b.yaml', range });
    const early = diagnostic('P0001', 'a', { file: '/a.yaml', range });
    const nowhere = diagnostic('P0501', 'c');
    expect(sortDiagnostics([late, early, nowhere])).toEqual([nowhere, early, late]);
  });

  it('counts severities', () => {
    const list = [diagnostic('P0001', 'a'), diagnostic('P0106', 'b'), diagnostic('P0106', 'c')];
    expect(countSeverities(list)).toEqual({ error: 1, warning: 2, hint: 0 });
    expect(hasErrors(list)).toBe(true);
    expect(hasErrors(list.slice(1))).toBe(false);
  });
});

describe('LineIndex', () => {
  it('counts lines and columns from 1 and columns in UTF-16 code units', () => {
    const lines = new LineIndex('ab\n\u{1F600}x\r\n');
    expect(lines.position(0)).toEqual({ line: 1, column: 1 });
    expect(lines.position(3)).toEqual({ line: 2, column: 1 });
    expect(lines.position(5)).toEqual({ line: 2, column: 3 });
    expect(lines.position(8)).toEqual({ line: 3, column: 1 });
  });

  it('moves offsets outside of the text to its nearest end', () => {
    const lines = new LineIndex('ab');
    expect(lines.position(-5)).toEqual({ line: 1, column: 1 });
    expect(lines.position(99)).toEqual({ line: 1, column: 3 });
  });
});

describe('the terminal renderer', () => {
  const item = diagnostic('P0101', 'bad version', {
    file: '/app/src/a.yaml',
    range,
    entry: 'app:x',
    hint: 'Quote it.',
  });

  it('shows place, code, message, entry, frame and hint', () => {
    const text = renderDiagnostic(item, { directory: '/app', readText: () => 'name: x\nvers: 1.0\nend: 1' });
    expect(text).toBe(
      [
        'src/a.yaml:2:7: error P0101 bad version',
        '  entry app:x',
        '    1 | name: x',
        '  > 2 | vers: 1.0',
        '      |       ^^^',
        '    3 | end: 1',
        '  hint: Quote it.',
      ].join('\n'),
    );
  });

  it('leaves the frame out where the text is unknown or shorter than the place', () => {
    expect(renderDiagnostic(item)).not.toContain('|');
    expect(renderDiagnostic(item, { readText: () => 'one line' })).not.toContain('|');
  });

  it('keeps control characters of a file away from the terminal', () => {
    const text = renderDiagnostic(item, { readText: () => 'a\n\u001b[31mred\u0007' });
    expect(text).not.toMatch(/[\u0007\u001b]/);
  });

  it('ends a list with a summary', () => {
    const text = renderDiagnostics([item, diagnostic('P0106', 'twice')]);
    expect(text.endsWith('\n\n1 error, 1 warning\n')).toBe(true);
    expect(renderDiagnostics([])).toBe('');
  });

  it('uses colours only where they are allowed', () => {
    expect(renderDiagnostic(item, { paint: colourPaint })).toContain('\u001b[31merror\u001b[39m');
    expect(coloursAllowed({ isTTY: true }, {})).toBe(true);
    expect(coloursAllowed({ isTTY: true }, { NO_COLOR: '1' })).toBe(false);
    expect(coloursAllowed({ isTTY: true }, { NO_COLOR: '1', FORCE_COLOR: '1' })).toBe(false);
    expect(coloursAllowed({}, {})).toBe(false);
    expect(coloursAllowed({}, { FORCE_COLOR: '1' })).toBe(true);
    expect(coloursAllowed({ isTTY: true }, { FORCE_COLOR: '0' })).toBe(false);
    expect(coloursAllowed({ isTTY: true }, { TERM: 'dumb' })).toBe(false);
  });
});

describe('the JSON renderer', () => {
  it('gives an empty list, not null, without diagnostics', () => {
    const item = diagnostic('P0701', 'no entry', { file: '/p/src/a.yaml', range, entry: 'app:a', hint: 'Define it.' });
    const project = { directory: '/p', files: 2, entries: 3 };
    expect(diagnosticsDocument([item], project)).toEqual({
      schema: 1,
      summary: { errors: 1, warnings: 0, hints: 0, files: 2, entries: 3 },
      diagnostics: [
        {
          code: 'P0701',
          severity: 'error',
          message: 'no entry',
          file: 'src/a.yaml',
          range,
          entry: 'app:a',
          hint: 'Define it.',
        },
      ],
    });
    expect(diagnosticsDocument([], project).diagnostics).toEqual([]);
  });
});
