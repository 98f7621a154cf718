import { describe, expect, it } from 'vitest';
import { FrameContext } from '../../src/core/context/frame-context.ts';
import { Dispatcher } from '../../src/core/dispatcher/dispatcher.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { ioModule } from '../../src/modules/io.ts';
import { registerTerminalCommands, TerminalCommand } from '../../src/services/terminal/commands.ts';
import { Terminals } from '../../src/services/terminal/terminal.ts';
import { TerminalRig } from '../services/terminal/support.ts';

describe('module io', () => {
  it('has types in the syntax of the dialect', () => {
    expect(parse(ioModule.types).problems).toEqual([]);
  });

  it('writes without, prints with tabs and newline, and sends errors to standard error', async () => {
    const rig = new TerminalRig();
    await rig.run(`io.write("a", 1, "b") io.print("x", nil, true, 2.5) io.eprint("oops", 7)`);
    expect(rig.stdout.text).toBe('a1bx\tnil\ttrue\t2.5\n');
    expect(rig.stderr.text).toBe('oops\t7\n');
  });

  it('says true when it has written', async () => {
    const rig = new TerminalRig();
    expect(await rig.run(`return io.write("a") and io.print() and io.eprint("b") and io.flush() and 3`)).toBe(3);
    expect(rig.stdout.text).toBe('a\n');
  });

  it('prints objects by their __tostring, also one that waits', async () => {
    const rig = new TerminalRig();
    rig.stdin.end('later\n');
    await rig.run(`
      local value = setmetatable({}, {__tostring = function() return io.readline() end})
      io.print("now", value, "end")`);
    expect(rig.stdout.text).toBe('now\tlater\tend\n');
  });

  it('keeps bytes as they are', async () => {
    const rig = new TerminalRig();
    rig.stdin.end('zażółć\n');
    await rig.run(`local line = io.readline() io.print(line, #line, "\\196\\135")`);
    expect(rig.stdout.text).toBe('zażółć\t10\tć\n');
  });

  it('reads lines of either end and the last one without, then fails with EOF', async () => {
    const rig = new TerminalRig();
    rig.stdin.end('one\ntwo\r\n\nlast');
    await rig.run(`
      for i = 1, 4 do io.print("[" .. io.readline() .. "]") end
      local line, err = io.readline()
      io.print(line, err:kind(), err:message())`);
    expect(rig.stdout.text).toBe('[one]\n[two]\n[]\n[last]\nnil\tInternal\treadline: EOF\n');
  });

  it('reads a line that arrives in pieces', async () => {
    const rig = new TerminalRig();
    const exit = rig.run(`io.print("ready") io.flush() io.print(io.readline(), io.readline())`);
    await rig.stdout.until('ready');
    for (const piece of ['he', 'll', 'o\nwor', 'ld\n']) rig.stdin.write(piece);
    await exit;
    expect(rig.stdout.text).toBe('ready\nhello\tworld\n');
  });

  it('shows a prompt before it waits for the answer', async () => {
    const rig = new TerminalRig();
    const exit = rig.run(`io.write("name? ") io.print("hello " .. io.readline())`);
    await rig.stdout.until('name? ');
    rig.stdin.write('Ada\n');
    await exit;
    expect(rig.stdout.text).toBe('name? hello Ada\n');
  });

  it('reads at most as many bytes as asked for, and 1024 by default', async () => {
    const rig = new TerminalRig();
    rig.stdin.end('x'.repeat(3000));
    await rig.run(`io.print(#io.read(5), #io.read(), #io.read(0), #io.read(-1))
      local bytes, err = io.read(10) io.print(bytes, err)`);
    expect(rig.stdout.text).toBe('5\t1024\t1024\t947\nnil\tread: EOF\n');
  });

  it('gives the words of the command line', async () => {
    const rig = new TerminalRig();
    await rig.run(`local first = ... for _, word in ipairs(io.args()) do io.write(word, ";") end io.write(first)`, [
      'a b',
      'é',
    ]);
    expect(rig.stdout.text).toBe('a b;é;a b');
  });

  it('turns raw mode on and off once however often it is nested, and gives the terminal back at the end', async () => {
    const raw: boolean[] = [];
    const rig = new TerminalRig({ raw });
    await rig.run(`io.raw(true) io.raw() io.raw(false) io.raw(false) io.raw(false) return io.raw(true)`);
    expect(raw).toEqual([true, false, true, false]);
  });

  it('has no raw mode where standard input is a pipe', async () => {
    const rig = new TerminalRig();
    await rig.run(`local ok, err = io.raw() io.print(ok, err:kind(), err:message())`);
    expect(rig.stdout.text).toBe('nil\tUnavailable\traw terminal: standard input is not a terminal\n');
  });

  it('raises for arguments of the wrong type', async () => {
    const rig = new TerminalRig();
    await rig.run(`io.print(pcall(io.raw, 1)) io.print(pcall(io.read, {}))`);
    expect(rig.stdout.text).toContain("bad argument #1 to 'raw' (boolean expected, got number)");
    expect(rig.stdout.text).toContain("bad argument #1 to 'read' (number expected, got table)");
  });
});

describe('the commands of the terminal', () => {
  it('fail for a process without a terminal, which has no arguments', () => {
    const dispatcher = new Dispatcher();
    registerTerminalCommands(
      dispatcher,
      new Terminals(() => {
        throw new Error('opened');
      }),
    );
    const command = { id: TerminalCommand.Write, to: 'stdout', bytes: 'x' };
    expect(() => dispatcher.perform(command, FrameContext.root())).toThrow('no terminal context');
    expect(dispatcher.perform({ id: TerminalCommand.Arguments }, FrameContext.root())).toEqual([]);
  });
});
