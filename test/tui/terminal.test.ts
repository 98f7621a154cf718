import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { wippyProgram } from '../commands/helpers.ts';
import { LOCK } from '../project/helpers.ts';
import { hasPty, Pty } from '../support/pty.ts';

const INDEX = `version: "1.0"
namespace: app
entries:
  - {name: memory, kind: store.memory, lifecycle: {auto_start: true}}
`;
/** At the end of the screen; the terminal itself may have written `^C` before it. */
const PROMPT = /^(?:\^C)?\$$(?![\s\S])/m;

let pty: Pty | undefined;
let directory = '';
/** Of the terminal before the program. */
let settings = '';

afterEach(async () => {
  await pty?.close();
  await rm(directory, { recursive: true, force: true });
});

/** A shell in a project; `wippy dev` is typed into it. */
async function openDev(env: Readonly<Record<string, string>> = {}, node = ''): Promise<Pty> {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-terminal-')));
  await mkdir(join(directory, 'src'));
  await writeFile(join(directory, 'wippy.lock'), LOCK);
  await writeFile(join(directory, 'src/_index.yaml'), INDEX);
  await writeFile(
    join(directory, 'crash.cjs'),
    'setInterval(() => { if (require("node:fs").existsSync("crash")) throw new Error("boom"); }, 50).unref();\n',
  );
  const options = { cwd: directory, columns: 80, rows: 24, env: { PS1: '$ ', HISTFILE: '', ...env } };
  pty = await Pty.start('bash --norc --noprofile -i', options);
  await pty.see(PROMPT);
  settings = pty.settings();
  pty.type(`'${process.execPath}' ${node} '${wippyProgram}' dev\r`);
  return pty;
}

describe.skipIf(!hasPty())('the terminal under wippy dev', () => {
  it('is given back by a program that crashes, which says why', async () => {
    const shell = await openDev({}, '-r ./crash.cjs');
    await shell.see('ready: v1');
    await writeFile(join(directory, 'crash'), '');
    await shell.see('internal error: boom');
    await shell.see(PROMPT);
    expect(shell.settings()).toBe(settings);
    expect(shell.terminal.buffer.active.type).toBe('normal');
    shell.type('echo "code $?"\r');
    await shell.see('code 1');
  }, 120_000);

  it('is free while the program is suspended, and drawn anew when it goes on', async () => {
    const shell = await openDev();
    await shell.see('ready: v1');
    shell.type('\u001a');
    await shell.see('Stopped');
    shell.type('echo typed\r');
    await shell.see(/^typed$/m);
    expect(shell.terminal.buffer.active.type).toBe('normal');
    shell.type('fg\r');
    await shell.see(/^› app:memory +running/m);
    shell.type('2');
    await shell.see('VERSION');
    await shell.resize(100, 30);
    await shell.see(`\n${'─'.repeat(100)}\n`);
    shell.type('q');
    await shell.see(PROMPT);
  }, 120_000);

  it('gets no colours with NO_COLOR', async () => {
    const shell = await openDev({ NO_COLOR: '1' });
    await shell.see('ready: v1');
    shell.type('q');
    await shell.see(PROMPT);
    expect(shell.written).not.toMatch(/\u001b\[(?:\d+;)*3[0-7]m/);
  }, 120_000);

  it.each([
    ['TERM', 'dumb'],
    ['CI', 'true'],
  ])(
    'gets plain lines with %s=%s',
    async (name, value) => {
      const shell = await openDev({ [name]: value, NO_COLOR: '1' });
      await shell.see('ready v1 app:memory');
      await writeFile(join(directory, 'src/_index.yaml'), INDEX.replace('store.memory', 'store.memry'));
      await shell.see('unknown kind "store.memry"');
      shell.type('\u0003');
      await shell.see(PROMPT);
      // The shell itself asks for bracketed paste.
      expect(shell.written.replaceAll(/\u001b\[\?2004[hl]/g, '')).not.toContain('\u001b');
    },
    120_000,
  );
});
