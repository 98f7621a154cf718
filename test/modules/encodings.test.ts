import { describe, expect, it } from 'vitest';
import { base64Module } from '../../src/modules/base64.ts';
import { ctxModule } from '../../src/modules/ctx.ts';
import { payloadModule } from '../../src/modules/payload.ts';
import { runLua, typeProblems } from './run-lua.ts';

const modules = [base64Module, ctxModule, payloadModule];
const run = (body: string, values?: Record<string, unknown>): Promise<unknown> => runLua(body, { modules, values });

it.each(modules.map((module) => [module.name, module] as const))(
  'module %s has types in the syntax of the dialect',
  (_name, module) => {
    expect(typeProblems(module)).toEqual([]);
  },
);

describe('module base64', () => {
  it.each([
    ['base64.encode("Hello, World!")', 'SGVsbG8sIFdvcmxkIQ=='],
    ['base64.encode("")', ''],
    ['base64.encode("\\255\\0")', '/wA='],
    ['base64.decode("SGVsbG8sIFdvcmxkIQ==")', 'Hello, World!'],
    ['base64.decode("SGVs\\r\\nbG8=")', 'Hello'],
    ['#base64.decode("/wA=")', 2],
    ['base64.decode("")', ''],
  ])('%s', async (expression, value) => {
    expect(await run(`return (${expression})`)).toBe(value);
  });

  it.each([
    'base64.encode(42)',
    'base64.decode(nil)',
    'base64.decode("a")',
    'base64.decode("a===")',
    'base64.decode("_-==")',
  ])('%s is invalid', async (call) => {
    expect(await run(`local v, e = ${call}; return {tostring(v), e:kind()}`)).toEqual(['nil', 'Invalid']);
  });
});

describe('module ctx', () => {
  it('gives the values of the call', async () => {
    expect(await run('return {ctx.get("user"), ctx.get("n"), ctx.all().user}', { user: 'Zoë', n: 5 })).toEqual([
      'Zoë',
      5,
      'Zoë',
    ]);
  });

  it.each([
    ['ctx.get("")', 'Invalid', 'empty key'],
    ['ctx.get("none")', 'NotFound', 'key not found: none'],
  ])('%s fails', async (call, kind, message) => {
    expect(await run(`local v, e = ${call}; return {tostring(v), e:kind(), e:message()}`)).toEqual([
      'nil',
      kind,
      message,
    ]);
  });
});

describe('module payload', () => {
  it('names its formats', async () => {
    expect(await run('return payload.format')).toEqual({
      JSON: 'json/plain',
      YAML: 'yaml/plain',
      STRING: 'text/plain',
      GOLANG: 'golang/any',
      LUA: 'lua/any',
      BYTES: 'application/octet-stream',
      MSGPACK: 'application/msgpack',
      ERROR: 'golang/error',
    });
  });

  it('holds values and errors', async () => {
    expect(
      await run(`
        local p = payload.new({items = {1, 2, 3}})
        local e = payload.new(errors.new("failed"))
        return {p:get_format(), p:data().items[3], p:unmarshal().items[1], e:get_format(), e:data():message(),
          payload.new("x"):data(), tostring(payload.new(nil):data()), tostring(p)}`),
    ).toEqual(['lua/any', 3, 1, 'golang/error', 'failed', 'x', 'nil', 'payload{format=lua/any}']);
  });

  it.each(['JSON', 'YAML', 'MSGPACK', 'GOLANG'])('converts to %s and back', async (format) => {
    expect(
      await run(`
        local p, err = payload.new({name = "Zoë", list = {1, 2.5}}):transcode(payload.format.${format})
        if err then return nil, err end
        local v = p:unmarshal()
        return {p:get_format() == payload.format.${format}, v.name, v.list[2]}`),
    ).toEqual([true, 'Zoë', 2.5]);
  });

  it('fails for formats that do not exist', async () => {
    expect(await run('local p, e = payload.new(1):transcode("no/such"); return {tostring(p), e:message()}')).toEqual([
      'nil',
      expect.stringMatching(/no\/such/),
    ]);
  });
});
