import { PassThrough } from 'node:stream';
import { afterEach, describe, expect, it } from 'vitest';
import { LogRing } from '../../src/dev/control/log-ring.ts';
import { editorCommand } from '../../src/dev/session/editor.ts';
import type { DevEvent } from '../../src/dev/session/events.ts';
import { columns, fit, visible } from '../../src/tui/layout.ts';
import { age } from '../../src/tui/rows.ts';
import type { TuiSource } from '../../src/tui/source.ts';
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
    expect(visible(100, 0, 10)).toEqual({ start: 0, end: 10 });
    expect(visible(100, 50, 10)).toEqual({ start: 45, end: 55 });
    expect(visible(100, -1, 10)).toEqual({ start: 90, end: 100 });
    expect(visible(3, 2, 10)).toEqual({ start: 0, end: 3 });
    expect(visible(0, 0, 10)).toEqual({ start: 0, end: 0 });
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
    const after = reduce(initialState, { type: 'event', event: rejected });
    expect(after.diagnostics).toHaveLength(1);
    const noop: DevEvent = { event: 'noop', registryVersion: 3, files: [], durationMs: 1 };
    expect(reduce(after, { type: 'event', event: noop })).toMatchObject({ diagnostics: [], registryVersion: 3 });
  });

  it('follows the end of a log, leaves it and comes back to it', () => {
    const logs = reduce(initialState, { type: 'panel', panel: 'logs' });
    const up = reduce(logs, { type: 'move', by: -3, rows: 10 });
    expect(up.marked.logs).toBe(6);
    expect(reduce(up, { type: 'move', by: 10, rows: 12 }).marked.logs).toBe(-1);
  });

  it('remembers only so much', () => {
    let state = initialState;
    for (let count = 0; count < 500; count += 1) state = reduce(state, { type: 'event', event: rejected });
    expect(state.happened.length).toBeLessThanOrEqual(200);
  });
});

describe('the editor', () => {
  it('gets the line in its own way', () => {
    const open = (editor: string) => editorCommand({ EDITOR: editor }, '/a.lua', 7);
    expect(open('code -w')).toEqual({ command: 'code', args: ['-w', '--goto', '/a.lua:7'] });
    expect(open('/usr/bin/vim')).toEqual({ command: '/usr/bin/vim', args: ['+7', '/a.lua'] });
    expect(open('something')).toEqual({ command: 'something', args: ['/a.lua'] });
    expect(editorCommand({}, '/a.lua', 7).command).toBe('code');
  });
});

/** A terminal that keeps what is written to it, without escape codes. */
class FakeTerminal extends PassThrough {
  readonly isTTY = true;
  columns: number;
  rows: number;
  text = '';

  constructor(columns: number, rows: number) {
    super();
    this.columns = columns;
    this.rows = rows;
    this.on('data', (chunk) => {
      // Each chunk is a whole frame.
      this.text += `${String(chunk).replace(/\u001b\[[0-9;?]*[A-Za-z]/g, '')}\n`;
    });
  }
}

/** Keys, as a terminal sends them. */
class FakeKeyboard extends PassThrough {
  readonly isTTY = true;
  setRawMode(): this {
    return this;
  }
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
}

describe('the screen', () => {
  let close: () => void = () => undefined;
  afterEach(() => close());

  async function open(size: readonly [number, number], change: Partial<TuiSource> = {}) {
    const { render } = await import('ink');
    const { createElement } = await import('react');
    const { App } = await import('../../src/tui/app.tsx');
    const listeners = new Set<(event: DevEvent) => void>();
    const calls: string[] = [];
    const source: TuiSource = {
      directory: '/home/ada/shop',
      version: '1.0.0',
      logs: new LogRing(),
      services: () => [{ id: 'app:gateway', state: 'running', details: '', restarts: 2, uptimeMs: 61_000 }],
      processes: () => [],
      versions: async () => [
        { id: 2, time: 0, head: true, outcome: 'applied', cause: 'saved src/a.lua', entries: ['app:a'] },
        { id: 1, time: 0, head: false, outcome: 'applied', cause: 'start', entries: ['app:b'] },
      ],
      readText: () => undefined,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      restartService: async (id) => void calls.push(`restart ${id}`),
      restartAll: async () => void calls.push('restart all'),
      rollback: async (version) => void calls.push(`rollback ${version}`),
      togglePause: () => true,
      edit: (file, line) => void calls.push(`edit ${file}:${line}`),
      copy: (text) => void calls.push(`copy ${text}`),
      quit: () => void calls.push('quit'),
      ...change,
    };
    const stdout = new FakeTerminal(...size);
    const stdin = new FakeKeyboard();
    const instance = render(createElement(App, { source }), {
      stdout: stdout as unknown as NodeJS.WriteStream,
      stdin: stdin as unknown as NodeJS.ReadStream,
      exitOnCtrlC: false,
      patchConsole: false,
      debug: true,
    });
    close = () => instance.unmount();
    await expect.poll(() => listeners.size).toBe(1);
    return {
      stdout,
      calls,
      tell: (event: DevEvent) => {
        for (const listener of listeners) listener(event);
      },
      /** Presses a key and waits until the screen shows a text. */
      press: async (key: string, shown: string | RegExp) => {
        stdout.text = '';
        stdin.write(key);
        await expect.poll(() => stdout.text).toMatch(shown);
      },
    };
  }

  it.each([
    [80, 24],
    [160, 50],
    [40, 10],
  ] as const)('fits into %d columns and %d rows', async (width, height) => {
    const { stdout, press } = await open([width, height]);
    await press('2', 'saved');
    const frame = stdout.text.trimEnd().split('\n');
    expect(Math.max(...frame.map((line) => [...line].length))).toBeLessThanOrEqual(width);
  });

  it('shows services, versions and problems, and does what the keys say', async () => {
    const { stdout, calls, tell, press } = await open([100, 24]);
    await expect.poll(() => stdout.text).toContain('app:gateway');
    await press('r', 'restarting app:gateway: done');
    await press('2', 'VERSION');
    await expect.poll(() => stdout.text).toContain('saved src/a.lua');
    await press('j', 'start');
    await press('b', /Go back to v1\?/);
    await press('y', 'going back to v1: done');
    tell({
      event: 'rejected',
      registryVersion: 2,
      files: ['src/a.lua'],
      diagnostics: [
        {
          code: 'P0801',
          severity: 'error',
          message: 'unexpected symbol',
          file: '/home/ada/shop/src/a.lua',
          range: { start: { line: 3, column: 1 }, end: { line: 3, column: 2 } },
        },
      ],
      durationMs: 5,
    });
    await press('5', 'src/a.lua:3:1: error P0801 unexpected symbol');
    await press('?', 'Copy the marked row');
    await press('?', 'PROBLEMS');
    await press('p', 'PAUSED');
    await press('o', /|/);
    await expect.poll(() => calls.at(-1)).toBe('edit /home/ada/shop/src/a.lua:3');
    await press('q', /|/);
    await expect.poll(() => calls.at(-1)).toBe('quit');
    expect(calls).toEqual(['restart app:gateway', 'rollback 1', 'edit /home/ada/shop/src/a.lua:3', 'quit']);
  });
});
