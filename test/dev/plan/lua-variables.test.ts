import { describe, expect, it } from 'vitest';
import { variablesRead } from '../../../src/dev/plan/lua-variables.ts';

const read = (source: string) => {
  const { names, others } = variablesRead(source);
  return { names: [...names].sort(), others };
};

describe('the variables that a source reads', () => {
  it.each<[string, string[]]>([
    ['local env = require("env")\nlocal a = env.get("A")\nlocal function f() return env.get("B") end', ['A', 'B']],
    ['local a = require("env").get("A")', ['A']],
    ['local env = require("env")\nenv.set("A", "1")', []],
    ['local env, json = require("env"), require("json")\nreturn json.encode(env.get("A"))', ['A']],
    ['local other = require("other")\nother.get("A")', []],
  ])('are known where they are named: %j', (source, names) => {
    expect(read(source)).toEqual({ names, others: false });
  });

  it.each([
    'local env = require("env")\nlocal name = "A"\nreturn env.get(name)',
    'local env = require("env")\nreturn env.get_all()',
    'local env = require("env")\nlocal get = env.get\nreturn get("A")',
    'local env = require("env")\nreturn helper(env)',
    'helper(require("env"))',
    'local env = require("env")\nreturn env["g" .. "et"]("A")',
  ])('are not known where the name or the module is passed around: %j', (source) => {
    expect(read(source).others).toBe(true);
  });
});
