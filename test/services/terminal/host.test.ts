import { describe, expect, it } from 'vitest';
import { FakeProcess } from '../../core/scheduler/support.ts';
import { TerminalRig } from './support.ts';

describe('a terminal host', () => {
  it('ends the program with the result of its process', async () => {
    expect(await new TerminalRig().run('return 3')).toBe(3);
    expect(await new TerminalRig().run('return false')).toBe(1);
    expect(await new TerminalRig().run('return "text"')).toBe(0);
  });

  it('writes an error to standard error and ends with 1', async () => {
    const rig = new TerminalRig();
    expect(await rig.run('return nil, "it broke"')).toBe(1);
    expect(rig.stderr.text).toBe('it broke\n');
  });

  it('has written everything before the program ends', async () => {
    const rig = new TerminalRig();
    rig.stdout.hold();
    let ended = false;
    const exit = rig.run('io.write("last words")').then((code) => {
      ended = true;
      return code;
    });
    await rig.stdout.until('last words');
    await new Promise((resolve) => setImmediate(resolve));
    expect(ended).toBe(false);
    rig.stdout.release();
    expect(await exit).toBe(0);
  });

  it('makes a process wait while the reader is slow', async () => {
    const rig = new TerminalRig();
    rig.stdout.hold();
    const exit = rig.run(`
      local block = ("x"):rep(64 * 1024)
      for i = 1, 100 do io.write(block) end
      io.eprint("done")`);
    await rig.stdout.until('x');
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    expect(rig.terminals.device.output.pending).toBeLessThan(512 * 1024);
    expect(rig.stderr.text).toBe('');
    rig.stdout.release();
    await exit;
    expect(rig.stdout.text.length).toBe(6_553_600);
    expect(rig.stderr.text).toBe('done\n');
  });

  it('ends a process quietly when nobody reads its output any more', async () => {
    const rig = new TerminalRig();
    rig.stdout.gone = true;
    expect(await rig.run('while true do io.print("line") end')).toBe(0);
    expect(rig.stderr.text).toBe('');
  });

  it('runs one process at a time', async () => {
    const rig = new TerminalRig();
    const first = rig.submit(rig.lua('io.readline()'));
    const second = new FakeProcess(() => undefined);
    await expect(rig.submit(second).ended).rejects.toThrow('terminal host app:terminal already runs a process');
    expect(second.closes).toBe(1);
    rig.stdin.end('\n');
    expect((await first.ended).error).toBeNull();
  });

  it('interrupts a process that waits for input when it is stopped', async () => {
    const rig = new TerminalRig();
    const exit = rig.run('io.print("waits") io.flush() local line, err = io.readline() io.print(err:kind()) return 4');
    await rig.stdout.until('waits');
    await rig.host.stop();
    expect(await exit).toBe(4);
    expect(rig.stdout.text).toBe('waits\nCanceled\n');
  });

  it('hides log records while its process runs, if told to', async () => {
    const rig = new TerminalRig({ hideLogs: true });
    const { ended } = rig.submit(rig.lua('io.readline()'));
    rig.logs.root.error('hidden');
    expect(rig.logs.streaming).toBe(true);
    rig.stdin.end('\n');
    await ended;
    await rig.exited;
    rig.logs.root.error('shown');
    expect(rig.logLines.join('')).not.toContain('hidden');
    expect(rig.logLines.join('')).toContain('shown');
    expect(rig.logs.level).toBe('warn');
  });
});
