import { describe, expect, it } from 'vitest';
import { createPlainReport } from '../../../src/dev/report/plain-report.ts';
import type { DevEvent } from '../../../src/dev/session/events.ts';
import { type Diagnostic, diagnostic } from '../../../src/project/diagnostics/diagnostic.ts';
import { plainPaint } from '../../../src/project/diagnostics/paint.ts';

const at = (line: number) => ({ start: { line, column: 1 }, end: { line, column: 2 } });
const undefinedName = (line: number) =>
  diagnostic('P0805', 'undefined global "x"', { file: '/p/a.lua', range: at(line) });
const noop = (diagnostics?: readonly Diagnostic[]): DevEvent => ({
  event: 'noop',
  registryVersion: 1,
  files: ['a.lua'],
  durationMs: 3,
  ...(diagnostics && { diagnostics }),
});

describe('the plain report of the developer loop', () => {
  it('tells a finding that changes nothing once, until it has been gone', () => {
    const report = createPlainReport({ directory: '/p', paint: plainPaint, readText: () => undefined });
    const line = 'unchanged v1 a.lua 3 ms\n';
    expect(report(noop([undefinedName(4)]))).toBe(
      `${line}a.lua:4:1: warning P0805 undefined global "x"\n\n1 warning\n`,
    );
    expect(report(noop([undefinedName(5)]))).toBe(line);
    expect(report(noop())).toBe(line);
    expect(report(noop([undefinedName(4)]))).toContain('P0805');
  });

  it('tells all findings of a save that is refused', () => {
    const report = createPlainReport({ directory: '/p', paint: plainPaint, readText: () => undefined });
    report(noop([undefinedName(4)]));
    const refused = diagnostic('P0601', 'unknown kind "x"', { file: '/p/_index.yaml', range: at(1) });
    const diagnostics = [refused, undefinedName(4)];
    const text = report({ event: 'rejected', registryVersion: 1, files: [], diagnostics, durationMs: 3 });
    expect(text).toBe(
      `rejected (v1 goes on) 3 ms\n_index.yaml:1:1: error P0601 unknown kind "x"\n\n` +
        `a.lua:4:1: warning P0805 undefined global "x"\n\n1 error, 1 warning\n`,
    );
    expect(report(noop([undefinedName(4)]))).not.toContain('P0805');
  });
});
