import { describe, expect, it } from 'vitest';
import { yamlModule } from '../../src/modules/yaml.ts';
import { runLua, typeProblems } from './run-lua.ts';

const run = (body: string): Promise<unknown> => runLua(body, { modules: [yamlModule] });

describe('module yaml', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(yamlModule)).toEqual([]);
  });

  it.each([
    ['{name = "myapp", port = 8080, debug = true}', 'name: myapp\nport: 8080\ndebug: true\n'],
    ['{"apple", "banana"}', '- apple\n- banana\n'],
    ['{http = {address = ":8080"}, ratio = 0.5}', 'http:\n  address: :8080\nratio: 0.5\n'],
    ['{text = "Grüße"}', 'text: Grüße\n'],
    ['{big = 9223372036854775807}', 'big: 9223372036854775807\n'],
    ['{text = "true"}', 'text: "true"\n'],
    [
      '{zebra = 1, alpha = 2, name = "test", kind = "demo"}, {field_order = {"name", "kind"}, sort_unordered = true}',
      'name: test\nkind: demo\nalpha: 2\nzebra: 1\n',
    ],
    ['{b = {d = 1, c = 2}, a = 3}, {sort_unordered = true}', 'a: 3\nb:\n  c: 2\n  d: 1\n'],
    ['{x = 1, y = 2, z = 3}, {field_order = {"z"}}', 'z: 3\nx: 1\ny: 2\n'],
  ])('writes %s', async (args, text) => {
    expect(await run(`return (yaml.encode(${args}))`)).toBe(text);
  });

  it('writes a table twice that is there twice', async () => {
    expect(await run('local t = {1}; return (yaml.encode({a = t, b = t}))')).toBe('a:\n  - 1\nb:\n  - 1\n');
  });

  it('reads maps, lists and scalars', async () => {
    expect(
      await run(`
        local data = yaml.decode([[
name: test
count: 42
ratio: 3.14
enabled: true
big: 9007199254740993
text: "12"
word: Grüße
none: null
1: one
base: &base {a: 1}
derived:
  <<: *base
  b: 2
tags:
  - lua
  - wippy
]])
        return {data.name, data.count, data.ratio, data.enabled, tostring(data.big), data.text, data.word,
          tostring(data.none), data[1], data.derived.a + data.derived.b, #data.tags, math.type(data.count)}`),
    ).toEqual(['test', 42, 3.14, true, '9007199254740993', '12', 'Grüße', 'nil', 'one', 3, 2, 'integer']);
  });

  it('reads the first document', async () => {
    expect(
      await run('return {(yaml.decode("42")), (yaml.decode("a: 1\\n---\\nb: 2")).a, tostring(yaml.decode("# empty"))}'),
    ).toEqual([42, 1, 'nil']);
  });

  it.each([
    ['yaml.encode("text")', 'Invalid', /table expected/],
    ['yaml.encode((function() local t = {}; t.t = t; return t end)())', 'Internal', /contains itself/],
    ['yaml.decode(42)', 'Invalid', /string expected/],
    ['yaml.decode("")', 'Invalid', /input cannot be empty/],
    ['yaml.decode("a: [1")', 'Internal', /decode failed/],
    ['yaml.decode("a: 1\\na: 2")', 'Internal', /decode failed: Map keys must be unique/],
    ['yaml.decode(string.rep("[", 100000))', 'Internal', /decode failed/],
    ['yaml.decode("null: 1")', 'Internal', /decode failed/],
  ])('%s fails', async (call, kind, message) => {
    expect(await run(`local v, e = ${call}; return {tostring(v), e:kind(), e:message()}`)).toEqual([
      'nil',
      kind,
      expect.stringMatching(message),
    ]);
  });

  it('refuses texts that aliases blow up', async () => {
    const lines = ['a0: &a0 [x, x, x, x, x, x, x, x, x, x]'];
    for (let index = 1; index < 9; index++) {
      lines.push(
        `a${index}: &a${index} [${Array(10)
          .fill(`*a${index - 1}`)
          .join(', ')}]`,
      );
    }
    expect(await run(`local _, e = yaml.decode([==[${lines.join('\n')}]==]); return e:message()`)).toMatch(/alias/);
  });
});
