/** The terminal UI over a made-up session, on a terminal that tests can read. */
import { PassThrough } from 'node:stream';
import { Terminal } from '@xterm/headless';
import { render } from 'ink';
import { createElement } from 'react';
import { expect } from 'vitest';
import { LogRing } from '../../src/dev/control/log-ring.ts';
import type { DevEvent } from '../../src/dev/session/events.ts';
import { App } from '../../src/tui/app.tsx';
import type { TuiSource } from '../../src/tui/source.ts';
import { FrameStream } from '../../src/tui/terminal/frame-stream.ts';
import { ENTER } from '../../src/tui/terminal/screen.ts';

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

export interface ScreenUnderTest {
  /** What keys have done. */
  readonly calls: string[];
  readonly logs: LogRing;
  /** What is on the screen. */
  text(): string;
  /** Everything that was written to the terminal. */
  written(): string;
  tell(event: DevEvent): void;
  /** Sends keys and waits until the screen shows a text. */
  press(keys: string, shown: string | RegExp): Promise<void>;
  resize(columns: number, rows: number): void;
  close(): void;
}

export async function openScreen(
  size: readonly [columns: number, rows: number],
  change: Partial<TuiSource> = {},
): Promise<ScreenUnderTest> {
  let [columns, rows] = size;
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true });
  const listeners = new Set<(event: DevEvent) => void>();
  const calls: string[] = [];
  const logs = new LogRing(100);
  let written = '';
  const source: TuiSource = {
    directory: '/home/ada/shop',
    version: '1.0.0',
    logs,
    services: () => [
      { id: 'app:gateway', state: 'running', details: '', restarts: 2, uptimeMs: 61_000, retryInMs: null },
    ],
    processes: () => [],
    versions: async () => [
      {
        id: 2,
        time: 1000,
        head: true,
        outcome: 'applied',
        cause: 'saved src/a.lua',
        files: ['src/a.lua'],
        entries: ['app:a'],
        durationMs: 3,
      },
      {
        id: 1,
        time: 0,
        head: false,
        outcome: 'applied',
        cause: 'start',
        files: [],
        entries: ['app:b'],
        durationMs: 4,
      },
    ],
    placeOf: (entry) => ({ file: `/home/ada/shop/${entry}.yaml`, line: 3 }),
    readText: () => undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    restartService: async (id) => void calls.push(`restart ${id}`),
    restartAll: async () => void calls.push('restart all'),
    rollback: async (version) => void calls.push(`rollback ${version}`),
    togglePause: () => true,
    edit: (file, line) => ({
      command: 'code',
      inTerminal: false,
      open: async () => void calls.push(`edit ${file}:${line}`),
    }),
    quit: (exitCode) => void calls.push(`quit ${exitCode}`),
    ...change,
  };
  const write = (text: string): void => {
    written += text;
    terminal.write(text);
  };
  write(ENTER);
  const frames = new FrameStream({ write, size: () => ({ columns, rows }) });
  const keyboard = new FakeKeyboard();
  const control = {
    send: write,
    suspend: () => void calls.push('suspend'),
    lend: <T>(work: () => Promise<T>) => work(),
  };
  const insert = (after: number, lines: readonly string[]): void => frames.insert(after, lines);
  const instance = render(createElement(App, { source, terminal: control, insert, colours: true }), {
    stdout: frames as unknown as NodeJS.WriteStream,
    stdin: keyboard as unknown as NodeJS.ReadStream,
    exitOnCtrlC: false,
    patchConsole: false,
    debug: true,
  });
  const text = (): string => {
    const { active } = terminal.buffer;
    return Array.from({ length: rows }, (_, row) => active.getLine(row)?.translateToString(true).trimEnd() ?? '').join(
      '\n',
    );
  };
  await expect.poll(() => listeners.size).toBe(1);
  return {
    calls,
    logs,
    text,
    written: () => written,
    tell: (event) => {
      for (const listener of listeners) listener(event);
    },
    press: async (keys, shown) => {
      keyboard.write(keys);
      await expect.poll(text, { timeout: 10_000 }).toMatch(shown);
    },
    resize: (newColumns, newRows) => {
      [columns, rows] = [newColumns, newRows];
      terminal.resize(columns, rows);
      frames.resize();
    },
    close: () => instance.unmount(),
  };
}
