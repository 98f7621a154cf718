import { afterEach, describe, expect, it } from 'vitest';
import type { ListedProcess } from '../../src/dev/control/process-list.ts';
import { openScreen, type ScreenUnderTest } from './screen-under-test.ts';

let screen: ScreenUnderTest;
afterEach(() => screen.close());

const UP = '\u001b[A';
const REJECTED = {
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
} as const;

function record(message: string, level = 'info') {
  return { time: 0, level, logger: 'lua', message, fields: { n: 1 } };
}

describe('the screen', () => {
  it.each([
    [80, 24],
    [160, 50],
    [40, 10],
  ] as const)('fills %d columns and %d rows, and nothing more', async (columns, rows) => {
    screen = await openScreen([columns, rows]);
    await screen.press('2', 'saved');
    const lines = screen.text().split('\n');
    expect(lines[0]).toMatch(/^wippy dev {2}shop/);
    expect(lines[rows - 1]).toMatch(/q quit$/);
    expect(lines[2]).toBe('─'.repeat(columns));
  });

  it('draws itself anew when the size changes', async () => {
    screen = await openScreen([80, 24]);
    await screen.press('2', 'saved');
    for (const [columns, rows] of [
      [120, 40],
      [50, 12],
    ] as const) {
      screen.resize(columns, rows);
      await expect.poll(() => screen.text().split('\n')[2]).toBe('─'.repeat(columns));
      await expect.poll(() => screen.text().split('\n')[rows - 1]).toMatch(/q quit$/);
      expect(screen.text().match(/saved src/g)).toHaveLength(1);
    }
    // Erasing the whole display or what was scrolled out of it would take what the user had there.
    expect(screen.written()).not.toMatch(/\u001b\[[23]J/);
  });

  it('writes only the lines that change', async () => {
    screen = await openScreen([80, 24]);
    await screen.press('2', 'saved');
    const before = screen.written().length;
    await screen.press('j', /^› {3}v1/m);
    expect(screen.written().length - before).toBeLessThan(600);
  });

  it('restarts services, goes back to versions and leaves', async () => {
    screen = await openScreen([100, 24]);
    await expect.poll(screen.text).toContain('app:gateway');
    await screen.press('r', 'restarting app:gateway: done');
    await screen.press('2', 'saved src/a.lua');
    await screen.press('jb', /Go back to v1\? \(y\/n\)/);
    await screen.press('y', /^starting …$/m);
    await screen.press('p', 'PAUSED');
    await screen.press('R', /./);
    await expect.poll(() => screen.calls.at(-1)).toBe('restart all');
    await screen.press('q', 'stopping …');
    expect(screen.calls).toEqual(['restart app:gateway', 'rollback 1', 'restart all', 'quit 0']);
    await screen.press('\u0003', 'stopping …');
    await expect.poll(() => screen.calls.at(-1)).toBe('quit 130');
  });

  it('shows problems with their places and opens these', async () => {
    screen = await openScreen([100, 24]);
    screen.tell(REJECTED);
    await expect.poll(screen.text).toContain('rejected: 1 problem, v2 goes on (5 shows them)');
    await screen.press('5', 'src/a.lua:3:1: error P0801 unexpected symbol');
    await screen.press('o', 'opening a.lua in code: done');
    expect(screen.calls).toEqual(['edit /home/ada/shop/src/a.lua:3']);
    await screen.press('2', 'rejected src/a.lua');
    await screen.press('?', 'Choose a panel');
    await screen.press('\u001b', 'VERSION');
  });

  it('tells everything about a version on a page of its own', async () => {
    screen = await openScreen([100, 24]);
    screen.tell({
      event: 'applied',
      registryVersion: 2,
      files: ['src/a.lua'],
      entries: { created: [], updated: ['app:a'], deleted: [] },
      swapped: [],
      restarted: [{ service: 'app:worker', because: ['app:worker', 'app:a', 'src/a.lua'] }],
      started: [],
      stopped: [],
      durationMs: 7,
    });
    await screen.press('2', '~app:a');
    await screen.press('\r', /took +7 ms/);
    expect(screen.text()).toMatch(/^restarted +app:worker ← app:a ← src\/a\.lua/m);
    await screen.press('\u001b', 'CAUSE');
  });

  it('filters, searches and copies the log', async () => {
    screen = await openScreen([100, 24]);
    for (let number = 0; number < 250; number += 1) {
      screen.logs.add(record(`tick ${number}`, number % 50 === 0 ? 'warn' : 'info'));
    }
    await screen.press('3', /tick 249 n=1/);
    expect(screen.text()).toContain('100 records');
    await screen.press('f', 'show records with:');
    await screen.press('k 20\r', /LOG {2}10 records {2}with "k 20"/);
    expect(screen.text()).not.toContain('tick 199');
    screen.logs.add(record('tick 20000'));
    await expect.poll(screen.text).toContain('11 records');
    await screen.press('\u001b', /LOG {2}100 records$/m);
    await screen.press('l', 'from level info');
    await screen.press('l', /1 record {2}from level warn/);
    await screen.press('ll', /tick 249/);
    await screen.press('/', 'search:');
    await screen.press('tick 17\r', /^› .*tick 179/m);
    await screen.press('n', /^› .*tick 178/m);
    await screen.press('y', 'copied');
    const copied = [...screen.written().matchAll(/\u001b\]52;c;([A-Za-z0-9+/=]+)\u0007/g)].at(-1)?.[1] ?? '';
    expect(Buffer.from(copied, 'base64').toString()).toMatch(/tick 178 n=1$/);
    await screen.press('\r', /message +tick 178/);
    await screen.press('\u001b', /^ {2}LOG {2}/m);
    await screen.press(`/nothing\r`, 'not found: nothing');
    await screen.press(UP, /^› .*tick 177/m);
  });

  it('marks processes that run old code', async () => {
    const process: ListedProcess = {
      pid: '{app:host|0x00001}',
      host: 'app:host',
      source: 'app:job',
      names: ['job'],
      state: 'idle',
      mailbox: 7,
      steps: 1,
      startedAt: 0,
      parent: null,
      outdated: true,
    };
    screen = await openScreen([120, 24], { processes: () => [process] });
    await screen.press('4', /\{app:host\|0x00001\} +app:job \(outdated\) +idle +7 /);
    await screen.press('\r', /code +outdated: it has changed since the process began/);
  });
});
