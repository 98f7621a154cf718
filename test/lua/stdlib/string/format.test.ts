import { describe, expect, it } from 'vitest';
import { Coroutine } from '../../../../src/lua/runtime/coroutine.ts';
import type { LuaError } from '../../../../src/lua/runtime/errors.ts';
import { block } from '../../../../src/lua/runtime/state.ts';
import { tableOf } from '../../../../src/lua/runtime/table.ts';
import { Float, float, type LuaFunction, type LuaTable, SUSPEND } from '../../../../src/lua/runtime/values.ts';
import { format } from '../../../../src/lua/stdlib/string/format.ts';

function message(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return (error as LuaError).value;
  }
  return 'no error';
}

function withToString(toString: LuaFunction): LuaTable {
  const table = tableOf([]);
  table.$t = tableOf([], { __tostring: toString });
  return table;
}

describe('format', () => {
  it('rounds ties to even, as C does', () => {
    expect(format('%.0f %.0f %.0f %.1f', 0.5, 1.5, 2.5, 0.25)).toBe('0 2 2 0.2');
    expect(format('%.0e %.0e %.2e', 2.5, 9.5, 1.125)).toBe('2e+00 1e+01 1.12e+00');
    expect(format('%.14g', 12345678901234.5)).toBe('12345678901234');
    expect(format('%.1a', 1.03125)).toBe('0x1.0p+0');
  });

  it('shows all digits of large and small floats', () => {
    expect(format('%.3f', 1e22)).toBe('10000000000000000000000.000');
    expect(format('%a', 5e-324)).toBe('0x0.0000000000001p-1022');
    expect(format('%.20f', 0.1)).toBe('0.10000000000000000555');
  });

  it('calls __tostring and goes on when it was suspended', () => {
    const polite = withToString(() => 'hello');
    expect(format('%s|%7s|%.2s|%d', polite, polite, polite, 1)).toBe('hello|  hello|he|1');
    const coroutine = new Coroutine(() =>
      format(
        '%d %s %s',
        1,
        withToString(() => block('name')),
        'end',
      ),
    );
    expect(coroutine.run([])).toBe(SUSPEND);
    expect(coroutine.run('later')).toBe('1 later end');
  });

  it('refuses a __tostring that gives no text', () => {
    expect(
      message(() =>
        format(
          '%s',
          withToString(() => true),
        ),
      ),
    ).toBe(`'__tostring' must return a string`);
  });

  it('writes literals that Lua reads back', () => {
    expect(format('%q', 'a\n"\\\x001\0x\r')).toBe('"a\\\n\\"\\\\\\0001\\0x\\13"');
    expect(format('%q %q %q', 1 / 0, -1 / 0, Number.NaN)).toBe('1e9999 -1e9999 (0/0)');
    expect(format('%q %q', new Float(1), float(0.5))).toBe('0x1p+0 0x1p-1');
    expect(message(() => format('%q', tableOf([])))).toBe(
      `bad argument #2 to 'string.format' (value has no literal form)`,
    );
  });

  it('names what is wrong with a format or an argument', () => {
    expect(message(() => format('%d'))).toBe(`bad argument #2 to 'string.format' (no value)`);
    expect(message(() => format('%d', 1.5))).toBe(
      `bad argument #2 to 'string.format' (number has no integer representation)`,
    );
    expect(message(() => format('%y', 1))).toBe(`invalid option '%y' to 'format'`);
    expect(message(() => format('%100d', 1))).toBe('invalid format (width or precision too long)');
    expect(message(() => format('%++++++d', 1))).toBe('invalid format (repeated flags)');
    expect(message(() => format('%5s', '\0'))).toBe(`bad argument #2 to 'string.format' (string contains zeros)`);
  });
});
