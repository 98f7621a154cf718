import { describe, expect, it } from 'vitest';
import { editorCommand } from '../../src/dev/session/editor.ts';
import type { DevEvent } from '../../src/dev/session/events.ts';
import { age } from '../../src/infrastructure/duration.ts';
import { columns, fit, visible, wrap } from '../../src/tui/layout.ts';
import { initialState, reduce } from '../../src/tui/state.ts';

describe('texts on the screen', () => {
  it('are cut or filled up to their width, without control characters', () => {
    expect(fit('abc', 5)).toBe('abc  ');
    expect(fit('abcdef', 4)).toBe('abc…');
    expect(fit('a\nb\u001b[31m', 8)).toBe('a b [31m');
    expect(fit('abc', 0)).toBe('');
  });

  it('share what fixed columns leave', () => {
    expect(
      columns(
        [
          ['one', 0],
          ['two', 5],
          ['three', 0],
        ],
        20,
      ),
    ).toBe('one    two   three   '.slice(0, 20));
  });

  it('show the part of a list around the marked row', () => {
    expect(visible(0, 100, 0, 10)).toEqual({ start: 0, end: 10 });
    expect(visible(0, 100, 50, 10)).toEqual({ start: 45, end: 55 });
    expect(visible(0, 100, -1, 10)).toEqual({ start: 90, end: 100 });
    expect(visible(0, 3, 2, 10)).toEqual({ start: 0, end: 3 });
    expect(visible(0, 0, 0, 10)).toEqual({ start: 0, end: 0 });
    expect(visible(40, 140, 20, 10)).toEqual({ start: 40, end: 50 });
  });

  it('are broken at spaces, or where there are none', () => {
    expect(wrap('one two three', 8)).toEqual(['one two', 'three']);
    expect(wrap('abcdefghij', 4)).toEqual(['abcd', 'efgh', 'ij']);
    expect(wrap('a\n\nb', 4)).toEqual(['a', '', 'b']);
  });

  it('say how long something lasts', () => {
    expect([0, 59_000, 61_000, 3_660_000, 90_000_000].map(age)).toEqual(['0s', '59s', '1m01s', '1h01m', '1d01h']);
  });
});

describe('the state of the screen', () => {
  const rejected: DevEvent = {
    event: 'rejected',
    registryVersion: 3,
    files: ['src/a.lua'],
    diagnostics: [{ code: 'P0801', severity: 'error', message: 'no' }],
    durationMs: 1,
  };

  it('keeps the findings of a rejected save until one is taken over', () => {
    const after = reduce(initialState, { type: 'event', event: rejected, time: 0 });
    expect(after.diagnostics).toHaveLength(1);
    const noop: DevEvent = { event: 'noop', registryVersion: 3, files: [], durationMs: 1 };
    expect(reduce(after, { type: 'event', event: noop, time: 0 })).toMatchObject({
      diagnostics: [],
      registryVersion: 3,
    });
  });

  it('follows the end of a log, leaves it and comes back to it', () => {
    const logs = reduce(initialState, { type: 'panel', panel: 'logs' });
    const up = reduce(logs, { type: 'move', by: -3, first: 0, end: 10 });
    expect(up.marked.logs).toBe(6);
    expect(reduce(up, { type: 'move', by: 10, first: 0, end: 12 }).marked.logs).toBe(-1);
  });

  it('remembers only so much', () => {
    let state = initialState;
    for (let count = 0; count < 500; count += 1) state = reduce(state, { type: 'event', event: rejected, time: 0 });
    expect(state.happened.length).toBeLessThanOrEqual(200);
  });
});

describe('the editor', () => {
  it('gets the line in its own way', () => {
    const open = (editor: string) => editorCommand({ EDITOR: editor }, '/a.lua', 7);
    expect(open('code -w')).toEqual({ command: 'code', args: ['-w', '--goto', '/a.lua:7'], inTerminal: false });
    expect(open('/usr/bin/vim')).toEqual({ command: '/usr/bin/vim', args: ['+7', '/a.lua'], inTerminal: true });
    expect(open('hx')).toEqual({ command: 'hx', args: ['/a.lua:7'], inTerminal: true });
    expect(open('something')).toEqual({ command: 'something', args: ['/a.lua'], inTerminal: true });
    expect(editorCommand({}, '/a.lua', 7).command).toBe('vi');
    expect(editorCommand({ TERM_PROGRAM: 'vscode' }, '/a.lua', 7).command).toBe('code');
  });
});
