import { describe, expect, it } from 'vitest';
import { resolveLaunch } from '../../src/project/launch.ts';
import { entry } from './helpers.ts';

const terminal = entry('app:terminal', 'terminal.host');
const hello = entry('app:hello', 'process.lua', {}, { command: { name: 'hello' } });
const base = [terminal, hello, entry('app:f', 'function.lua')];

describe('resolveLaunch', () => {
  it('means the whole application without words', () => {
    expect(resolveLaunch(base, { args: [] })).toBeUndefined();
  });

  it('finds the process of a command and the only terminal host', () => {
    expect(resolveLaunch(base, { command: 'hello', args: ['Ada'] })).toEqual({
      entry: 'app:hello',
      host: 'app:terminal',
      args: ['Ada'],
    });
  });

  it('takes an id with --exec', () => {
    expect(resolveLaunch(base, { exec: 'app:hello', args: ['a', 'b'] })).toMatchObject({
      entry: 'app:hello',
      args: ['a', 'b'],
    });
  });

  it('takes a bare name with --exec where one process has it', () => {
    expect(resolveLaunch(base, { exec: 'hello', args: [] })).toMatchObject({ entry: 'app:hello' });
  });

  it.each([
    [{ command: 'helo' }, `command "helo" not found. Use 'wippy run list' to see available commands`],
    [{ exec: 'nothing' }, 'invalid exec spec: "nothing": expected namespace:entry'],
    [{ exec: 'app:nope' }, 'entry not found: app:nope'],
    [{ exec: 'app:f' }, 'invalid exec spec: app:f is a function.lua, not a process'],
    [{ command: 'hello', host: 'app:f' }, 'host app:f is a function.lua, not a terminal.host'],
    [{ command: 'hello', host: 'app:x' }, 'host not found: app:x'],
  ])('refuses %j', (request, message) => {
    expect(() => resolveLaunch(base, { args: [], ...request })).toThrow(message);
  });

  it('suggests the name that was meant', () => {
    expect(() => resolveLaunch(base, { command: 'helo', args: [] })).toThrow(
      expect.objectContaining({ hint: 'Did you mean "hello"?' }),
    );
    expect(() => resolveLaunch(base, { exec: 'app:helo', args: [] })).toThrow(
      expect.objectContaining({ hint: 'Did you mean "app:hello"?' }),
    );
  });

  it('needs one terminal host, or a choice', () => {
    expect(() => resolveLaunch([hello], { command: 'hello', args: [] })).toThrow('no terminal.host found in registry');
    const two = [...base, entry('app:second', 'terminal.host')];
    expect(() => resolveLaunch(two, { command: 'hello', args: [] })).toThrow(
      'multiple terminal hosts found (app:terminal, app:second), use --host to specify',
    );
    expect(resolveLaunch(two, { command: 'hello', host: 'app:second', args: [] })?.host).toBe('app:second');
  });

  it('refuses a command that two processes define', () => {
    const twin = entry('app:twin', 'process.lua', {}, { command: { name: 'hello' } });
    expect(() => resolveLaunch([...base, twin], { command: 'hello', args: [] })).toThrow('app:hello, app:twin');
  });
});
