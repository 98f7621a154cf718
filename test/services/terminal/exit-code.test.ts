import { describe, expect, it } from 'vitest';
import { WippyError } from '../../../src/infrastructure/errors.ts';
import { PayloadFormat } from '../../../src/infrastructure/transcoder/payload.ts';
import { float, integer, LuaTable } from '../../../src/lua/runtime/values.ts';
import { programEnd } from '../../../src/services/terminal/exit-code.ts';

const returned = (data: unknown, format: string = PayloadFormat.Lua) =>
  programEnd({ value: [{ data, format }], error: null });

describe('the end of a terminal process', () => {
  it.each([
    [0, 0],
    [7, 7],
    [2.9, 2],
    [-1, 255],
    [float(3), 3],
    [Number.NaN, 1],
    [Number.POSITIVE_INFINITY, 1],
    [integer(2n ** 62n + 5n), 5],
    [true, 0],
    [false, 1],
    [undefined, 0],
    [new LuaTable(), 0],
  ])('gives for %s the code %i', (data, code) => {
    expect(returned(data)).toEqual({ code });
  });

  it('gives 0 where nothing was returned', () => {
    expect(programEnd({ value: [], error: null })).toEqual({ code: 0 });
    expect(programEnd({ value: null, error: null })).toEqual({ code: 0 });
  });

  it('prints a text, unless Lua returned it', () => {
    expect(returned('hello')).toEqual({ code: 0 });
    expect(returned('hello', PayloadFormat.Host)).toEqual({ code: 0, output: 'hello' });
  });

  it('says an error once', () => {
    const end = (message: string) => programEnd({ value: null, error: new WippyError(message) });
    expect(end('load: load: no file')).toEqual({ code: 1, error: 'load: no file' });
    expect(end('load: read: no file')).toEqual({ code: 1, error: 'load: read: no file' });
    expect(end('plain')).toEqual({ code: 1, error: 'plain' });
  });
});
