import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LogRecord } from '../../src/infrastructure/logger/index.ts';
import { parse } from '../../src/lua/syntax/index.ts';
import { loggerModule } from '../../src/modules/logger.ts';
import type { LuaHarness } from '../support/lua-harness.ts';
import { actorHarness, evaluate } from './actor-modules.ts';

let harness: LuaHarness;

beforeEach(() => {
  harness = actorHarness();
});
afterEach(() => harness.close());

async function logged(body: string): Promise<LogRecord[]> {
  await evaluate(harness, body);
  return harness.logs;
}

describe('logger', () => {
  it('writes records of each level with fields, process and place', async () => {
    const records = await logged(`
      logger:debug("d")
      logger:info("i", {n = 1, f = 1.5, b = true, s = "x", list = {1, 2}, map = {k = "v"}})
      logger:warn("w")
      logger:error("e", {error = errors.new("bad")})`);
    expect(records.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'debug d',
      'info i',
      'warn w',
      'error e',
    ]);
    expect(records[1]?.fields).toMatchObject({ n: 1, f: 1.5, b: true, s: 'x', list: [1, 2], map: { k: 'v' } });
    expect(records[1]?.fields.location).toBe('app:main:4');
    expect(records[1]?.fields.pid).toMatch(/^\{app:processes\|/);
    expect(records[3]?.fields.error).toMatchObject({ message: 'bad' });
  });

  it('makes loggers with names and fields', async () => {
    const records = await logged(`
      local child = logger:named("auth"):with({request = 7}):named("login")
      child:info("hello", {more = 1})
      logger:info("plain")`);
    expect(records[0]).toMatchObject({ logger: 'auth.login', fields: { request: 7, more: 1 } });
    expect(records[1]?.logger).toBe('');
    expect(records[1]?.fields).not.toHaveProperty('request');
  });

  it('writes what cannot be converted as text', async () => {
    const records = await logged('local t = {}; t.t = t; logger:info("m", {t = t, ch = channel.new(), [1] = "x"})');
    expect(records[0]?.fields.t).toMatch(/^table: /);
    expect(records[0]?.fields.ch).toMatch(/^channel: /);
    expect(records[0]?.fields).not.toHaveProperty('1');
  });

  it.each([
    ['logger:info()', "bad argument #1 to 'info' (string expected, got no value)"],
    ['logger:info("m", 5)', "bad argument #2 to 'info' (table expected, got number)"],
    ['logger:named("")', 'name cannot be empty'],
    ['logger.info("m")', "bad argument #1 to 'info' (logger.Logger expected, got string)"],
  ])('checks its arguments in %s', async (call, message) => {
    await expect(evaluate(harness, call)).rejects.toThrow(message);
  });

  it('declares types that parse', () => {
    expect(() => parse(loggerModule.types, { chunkName: 'logger' })).not.toThrow();
  });
});

describe('print', () => {
  it('writes its arguments, joined by spaces, as a record of level info', async () => {
    const records = await logged(`
      local object = setmetatable({}, {__tostring = function() return "object" end})
      print("a", 1, nil, true, object)
      print()`);
    expect(records.map(({ level, message }) => [level, message])).toEqual([
      ['info', 'a 1 nil true object'],
      ['info', ''],
    ]);
    expect(records[0]?.fields.location).toBe('app:main:4');
  });
});

describe('require', () => {
  it('gives the global of that name', async () => {
    expect(await evaluate(harness, 'own = 5; return {require("funcs") == funcs, require("own")}')).toEqual([true, 5]);
  });

  it('raises for a name that is not there', async () => {
    await expect(evaluate(harness, 'require("nothing")')).rejects.toThrow("app:main:2: module 'nothing' not found");
  });
});
