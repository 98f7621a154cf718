import { describe, expect, it } from 'vitest';
import { jsonModule } from '../../../src/modules/json/index.ts';
import { runLua, typeProblems } from '../run-lua.ts';

const run = (body: string): Promise<unknown> => runLua(body, { modules: [jsonModule] });
const encode = (expression: string): Promise<unknown> => run(`return json.encode(${expression})`);

describe('module json', () => {
  it('has types in the syntax of the dialect', () => {
    expect(typeProblems(jsonModule)).toEqual([]);
  });
});

describe('json.encode', () => {
  it.each([
    ['"hello"', '"hello"'],
    ['42', '42'],
    ['-0.0', '0'],
    ['5.0', '5'],
    ['99.50', '99.5'],
    ['1e21', '1000000000000000000000'],
    ['1.5e-7', '0.00000015'],
    ['-2.5e-10', '-0.00000000025'],
    ['9223372036854775807', '9223372036854775807'],
    ['0/0', 'null'],
    ['1/0', 'null'],
    ['true', 'true'],
    ['nil', 'null'],
    ['{1, 2, 3}', '[1,2,3]'],
    ['{}', '[]'],
    ['{name = "Alice", age = 30}', '{"name":"Alice","age":30}'],
    ['{items = {{sku = "ABC"}, {sku = "XYZ"}}, none = {}}', '{"items":[{"sku":"ABC"},{"sku":"XYZ"}],"none":[]}'],
    ['{["a b"] = 1}', '{"a b":1}'],
    ['{[""] = 1}', '{"":1}'],
    ['{["$ref"] = "x"}', '{"$ref":"x"}'],
    ['{["1"] = "x"}', '{"1":"x"}'],
    ['{[1.5] = 1}', '{"1.5":1}'],
    ['{[0] = 1}', '{"0":1}'],
    ['{[true] = 1}', '{"true":1}'],
    ['{f = print, g = string.len}', '{"g":null}'],
    ['errors.new("broken")', '"broken"'],
    ['{e = errors.new("broken")}', '{"e":"broken"}'],
    [String.raw`'a"b\\c\n\t\b\f\0'`, String.raw`"a\"b\\c\n\t\b\f\u0000"`],
    ['"<a href=\'x\'>&"', String.raw`"\u003ca href='x'\u003e\u0026"`],
    ['"Grüße 🎉"', '"Grüße 🎉"'],
    ['"\\226\\128\\168"', String.raw`"\u2028"`],
    ['"\\255"', '"\ufffd"'],
    ['{["ü\\""] = "ö"}', String.raw`{"ü\"":"ö"}`],
  ])('writes %s', async (expression, text) => {
    expect(await encode(expression)).toBe(text);
  });

  it('writes UTF-8 bytes', async () => {
    expect(await run('return #json.encode("ü")')).toBe(4);
  });

  it('writes an object for a table that was made with fields', async () => {
    expect(await run('local t = {a = 1}; t.a = nil; return json.encode(t)')).toBe('{}');
    expect(await run('return json.encode(json.decode(\'{"a":{},"b":[],"c":{"d":null}}\'))')).toBe(
      '{"a":{},"b":[],"c":{}}',
    );
  });

  it('writes an array however its table was filled', async () => {
    expect(await run('local t = {}; for i = 20, 1, -1 do t[i] = i end; return #json.encode(t)')).toBe(
      JSON.stringify(Array.from({ length: 20 }, (_, index) => index + 1)).length,
    );
    expect(await run('local t = {1, 2, 3}; t[3] = nil; return json.encode(t)')).toBe('[1,2]');
  });

  it.each([
    ['local t = {}; t.self = t', /recursively nested/],
    ['local t = {1, nil, 3}', /sparse array/],
    ['local t = {[1] = 1, [100] = 2}', /sparse array/],
    ['local t = {1, a = 2}', /mixed-key table/],
    ['local t = {[1000] = 1, a = 2}', /mixed-key table/],
    ['local t = {}; for _ = 1, 129 do t = {t} end', /maximum nesting depth/],
  ])('%s is an error', async (statement, message) => {
    expect(await run(`${statement}; local v, e = json.encode(t); return {tostring(v), e:kind(), e:message()}`)).toEqual(
      ['nil', 'Internal', expect.stringMatching(message)],
    );
  });

  it('writes a table twice that is there twice', async () => {
    expect(await run('local t = {1}; return json.encode({t, t})')).toBe('[[1],[1]]');
    expect(await run('local t = {}; for _ = 1, 128 do t = {t} end; return #json.encode(t)')).toBe(258);
  });
});

describe('json.decode', () => {
  const decoded = (text: string, expression: string): Promise<unknown> =>
    run(`local v = json.decode([==[${text}]==]); return ${expression}`);

  it.each([
    ['{"name":"Bob","active":true}', '{v.name, v.active}', ['Bob', true]],
    [' [10, 20 , 30] ', '{v[1], #v}', [10, 3]],
    ['{"data":{"users":[{"id":1},{"id":2}]}}', 'v.data.users[2].id', 2],
    ['12345678901234567', '{tostring(v), math.type(v)}', ['12345678901234567', 'integer']],
    ['-9223372036854775808', 'tostring(v)', '-9223372036854775808'],
    ['99999999999999999999', 'math.type(v)', 'float'],
    ['1.0', 'math.type(v)', 'float'],
    ['-0', '{v, math.type(v)}', [0, 'integer']],
    ['1e2', 'v', 100],
    ['0.5', 'v', 0.5],
    ['123456789012345', 'v', 123456789012345],
    ['1234567890123456', 'v', 1234567890123456],
    ['"Grüße"', '#v', 7],
    [String.raw`"\u00fc\ud83c\udf89\/\n\"\\"`, '{v, #v}', ['ü🎉/\n"\\', 10]],
    [String.raw`"\ud83c x \udf89"`, 'v', '\ufffd x \ufffd'],
    ['[1,null,3]', '{v[1], tostring(v[2]), v[3]}', [1, 'nil', 3]],
    ['{"__proto__":1,"constructor":2,"$a":3}', '{v.__proto__, v.constructor, v["$a"]}', [1, 2, 3]],
    ['null', 'tostring(v)', 'nil'],
    ['""', '#v', 0],
  ])('reads %s', async (text, expression, value) => {
    expect(await decoded(text, expression)).toEqual(value);
  });

  it('gives objects that come often the same fields as the first one', async () => {
    expect(
      await run(`
        local texts = {'{"id":%d,"name":"n","tags":[],"a b":1}', '{"id":%d,"name":null,"tags":[1]}', '{"id":%d}'}
        for i = 1, 60 do
          for _, text in ipairs(texts) do
            local v = json.decode(string.format(text, i))
            assert(v.id == i)
            v.extra = i
            assert(v.extra == i and v.nothing == nil)
          end
        end
        return json.encode(json.decode('{"id":1,"name":"n","tags":[]}'))`),
    ).toBe('{"id":1,"name":"n","tags":[]}');
  });

  it.each([
    ['not valid json', /at byte 0: expected a value, found "not valid "/],
    ['{"a":1', /expected "," or "}", the text ends/],
    ['[1,]', /at byte 3: expected a value/],
    ['{"a" 1}', /expected ":"/],
    ['{a:1}', /expected the name of a field/],
    ['"abc', /expected the end of the string/],
    ['01', /expected the end of the text/],
    ['1 2', /expected the end of the text/],
    ['-', /expected a value/],
    ['+1', /expected a value/],
    ['1.', /expected the end of the text/],
    ['tru', /expected a value/],
    [String.raw`"\x"`, /expected an escape/],
    [String.raw`"\u12g4"`, /four hexadecimal digits/],
    ['"a\nb"', /expected the end of the string/],
    ['{"a":1,"a":2}', /duplicate object member name "a"/],
    ['{"a b":1,"a b":null}', /duplicate object member name "a b"/],
    ['['.repeat(200), /maximum nesting depth/],
  ])('%j is an error', async (text, message) => {
    expect(await run(`local v, e = json.decode([==[${text}]==]); return {tostring(v), e:kind(), e:message()}`)).toEqual(
      ['nil', 'Internal', expect.stringMatching(message)],
    );
  });

  it('refuses bytes that are no UTF-8', async () => {
    expect(await run(`local _, e = json.decode('"\\255"'); return e:message()`)).toBe('the text is not valid UTF-8');
  });

  it.each(['nil', '42', '{}', '""'])('%s as text is invalid', async (argument) => {
    expect(await run(`local v, e = json.decode(${argument}); return e:kind()`)).toBe('Invalid');
  });

  it('takes 128 levels', async () => {
    expect(await decoded(`${'['.repeat(128)}1${']'.repeat(128)}`, 'type(v)')).toBe('table');
  });
});

describe('json.validate', () => {
  const SCHEMA = `{type = "object", required = {"name"}, properties = {
    name = {type = "string", minLength = 1, pattern = "^[a-z]+$"}, email = {type = "string", format = "email"},
    age = {type = "integer", minimum = 0}, tags = {type = "array", items = {type = "string"}}}}`;

  it.each([
    [`${SCHEMA}, {name = "alice", email = "a@example.com", age = 30, tags = {"x"}}`, true],
    [`${SCHEMA}, {name = ""}`, false],
    [`${SCHEMA}, {name = "bob", email = "no"}`, false],
    [`${SCHEMA}, {name = "bob", age = 1.5}`, false],
    [`${SCHEMA}, {age = 1}`, false],
    [`'{"type":"number","minimum":0}', 42`, true],
    [`'{"type":"number","minimum":0}', -1`, false],
    [`'{"type":"integer"}', 9007199254740993`, true],
    [`'{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}]}', {"a", 1}`, true],
    [`'{"type":"string"}', "x"`, true],
  ])('json.validate(%s) is %s', async (args, valid) => {
    expect(await run(`local ok, err = json.validate(${args}); return {ok, err == nil}`)).toEqual([valid, valid]);
  });

  it('says what is wrong and where', async () => {
    expect(
      await run(`local ok, e = json.validate(${SCHEMA}, {name = ""}); return {ok, e:kind(), e:message(), e:details()}`),
    ).toEqual([
      false,
      'Invalid',
      'validation failed: /name must NOT have fewer than 1 characters',
      { path: '/name', keyword: 'minLength' },
    ]);
  });

  it.each([
    [`'{"type":', 1`, /compile schema/],
    [`'{"type":"thing"}', 1`, /compile schema/],
    [`'{"pattern":"(?=x)"}', "x"`, /compile schema/],
    [`'{"$ref":"https://example.com/other"}', 1`, /compile schema/],
    [`'{"$async":true}', 1`, /compile schema/],
    [`nil, 1`, /schema is required/],
    [`42, 1`, /schema must be a string or table/],
    [`'{}', nil`, /data is required/],
  ])('json.validate(%s) fails', async (args, message) => {
    expect(await run(`local ok, e = json.validate(${args}); return {ok, e:kind(), e:message()}`)).toEqual([
      false,
      'Invalid',
      expect.stringMatching(message),
    ]);
  });

  it('does not take more than linear time for a pattern', async () => {
    const call = `json.validate('{"pattern":"^(a+)+$"}', string.rep("a", 5000) .. "b")`;
    expect(await run(`return (${call})`)).toBe(false);
  });

  it('keeps the ids of schemas apart', async () => {
    expect(
      await run(`
        local a = json.validate('{"$id":"https://example.com/s","type":"string"}', "x")
        local b = json.validate('{"$id":"https://example.com/s","type":"number"}', 1)
        return {a, b}`),
    ).toEqual([true, true]);
  });

  it('validates JSON texts', async () => {
    expect(
      await run(`
        local schema = '{"type":"object","properties":{"action":{"enum":["create"]}}}'
        local bad, e = json.validate_string(schema, '{"action":')
        return {json.validate_string(schema, '{"action":"create"}'), (json.validate_string(schema, '{"action":"drop"}')),
          bad, e:kind(), (json.validate_string(schema, 5))}`),
    ).toEqual([true, false, false, 'Invalid', false]);
  });
});
