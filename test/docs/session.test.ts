import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { wippyProgram } from '../commands/helpers.ts';
import { hasPty, Pty } from '../support/pty.ts';
import { Load } from './session/load.ts';
import { comparable, type PlayedStep, sessionPage } from './session/session-page.ts';
import { expected, keyText, readSession, type SessionStep } from './session/session-script.ts';

const folder = join(import.meta.dirname, '../../docs/session');
const session = readSession(join(folder, 'session.yaml'));

const CLIENTS = 4;
/** The screen ends with it; spaces at the ends of lines are not told. */
const PROMPT = /^\$$(?![\s\S])/m;

let pty: Pty | undefined;
let load: Load | undefined;
let directory = '';

afterEach(async () => {
  await load?.stop();
  load?.close();
  await pty?.close();
  await rm(directory, { recursive: true, force: true });
  pty = undefined;
  load = undefined;
});

/** A shell in a new project, with `wippy` on its path. */
async function openShell(columns: number, rows: number): Promise<Pty> {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-session-')));
  const programs = join(directory, 'bin');
  await mkdir(programs);
  await mkdir(join(directory, 'shop'));
  await writeFile(join(programs, 'wippy'), `#!/bin/sh\nexec '${process.execPath}' '${wippyProgram}' "$@"\n`);
  await chmod(join(programs, 'wippy'), 0o755);
  const env = { PATH: `${programs}:${process.env['PATH']}`, PS1: '$ ', HISTFILE: '', TZ: 'UTC' };
  pty = await Pty.start('bash --norc --noprofile -i', { cwd: join(directory, 'shop'), columns, rows, env });
  await pty.see(PROMPT);
  return pty;
}

async function play(shell: Pty, step: SessionStep, names: Map<string, string>): Promise<void> {
  const filled = (text: string): string => text.replaceAll(/\{(\w+)\}/g, (all, name: string) => names.get(name) ?? all);
  if (step.run !== undefined) shell.type(`${filled(step.run)}\r`);
  for (const key of step.press ?? []) shell.type(keyText(key));
  if (step.edit !== undefined) await edit(step.edit);
  for (const text of step.see) await shell.see(expected(filled(text)));
  for (const [name, pattern] of Object.entries(step.take)) {
    names.set(name, (await shell.see(expected(pattern)))[1] ?? '');
  }
  if (step.load !== undefined) {
    load = new Load({ port: Number(names.get('port')), path: step.load, clients: CLIENTS, pause: 20 });
  }
  if (step.answer !== undefined) {
    expect(await load?.next(3), step.say).toEqual(new Set([`200 ${JSON.stringify(step.answer)}`]));
  }
}

async function edit({ file, replace, with: text }: NonNullable<SessionStep['edit']>): Promise<void> {
  const path = join(directory, 'shop', file);
  const before = await readFile(path, 'utf8');
  expect(before).toContain(replace);
  await writeFile(path, before.replace(replace, text));
}

function refused(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => resolve(true));
    socket.on('connect', () => {
      socket.destroy();
      resolve(false);
    });
  });
}

describe.skipIf(!hasPty())('the recorded session', () => {
  it.each([
    [80, 24],
    [160, 50],
  ] as const)(
    'goes as its page tells, in %d columns and %d rows',
    async (columns, rows) => {
      const shell = await openShell(columns, rows);
      shell.type(`wippy init --yes --template ${session.template}\r`);
      await shell.see(PROMPT);
      await shell.see('wrote  src/_index.yaml');
      await shell.see(PROMPT);
      const settings = shell.settings();
      const idle = shell.processes();

      const names = new Map<string, string>();
      const played: PlayedStep[] = [];
      for (const step of session.steps) {
        if (step.end) await load?.stop();
        await play(shell, step, names);
        played.push({ step, screen: shell.screen() });
      }

      // One Ctrl-C was enough, although the clients keep their connections.
      await shell.see(PROMPT);
      shell.type('echo "code $?"\r');
      await shell.see('code 130');
      await shell.see(PROMPT);
      expect(shell.processes()).toEqual(idle);
      expect(await refused(Number(names.get('port')))).toBe(true);

      expect(load?.failures).toEqual([]);
      expect(load?.connections).toBe(CLIENTS);
      expect(load?.answered).toBeGreaterThan(CLIENTS * 15);

      expect(shell.settings()).toBe(settings);
      expect(shell.terminal.buffer.active.type).toBe('normal');
      expect(shell.terminal.modes.wraparoundMode).toBe(true);
      expect(shell.written.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shell.written.lastIndexOf('\u001b[?25l'));
      // What was there before is there again, and nothing of it was erased.
      expect(shell.everything()).toContain('wrote  src/_index.yaml');
      expect(shell.written).not.toMatch(/\u001b\[[23]J|\u001bc/);

      if (columns === 80) await checkPage(played);
    },
    120_000,
  );
});

/** Compares with the page of the documentation, or writes it where UPDATE_SESSION is set. */
async function checkPage(played: readonly PlayedStep[]): Promise<void> {
  const path = join(folder, 'index.md');
  const page = sessionPage(played);
  if (process.env['UPDATE_SESSION']) await writeFile(path, page);
  expect(comparable(await readFile(path, 'utf8'))).toBe(comparable(page));
}
