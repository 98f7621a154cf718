/** What programs can say about types, statement by statement as the reference documents it. */

import { describe, expect, test } from 'vitest';
import { EVERYWHERE, run } from '../compile/run.ts';

/** What a program prints, one element for each line. */
function lines(source: string): string[] {
  const { output } = run(source);
  // Suspension at every place must not change what a program sees.
  expect(run(source, EVERYWHERE).output).toBe(output);
  return output.trimEnd().split('\n');
}

/** Prints the results of `expressions`, one line each, after `head`. */
function values(head: string, expressions: readonly string[]): string[] {
  return lines(`${head}\n${expressions.map((expression) => `print(${expression})`).join('\n')}`);
}

function table(head: string, rows: readonly (readonly [expression: string, printed: string])[]): void {
  const expressions = rows.map(([expression]) => expression);
  const printed = rows.map(([expression, text]) => `${expression} --> ${text}`);
  expect(values(head, expressions).map((text, index) => `${expressions[index]} --> ${text}`)).toEqual(printed);
}

const POINT = 'type Point = {x: number, y: number}\nlocal good, bad = {x = 1, y = 2}, {x = "a", y = 2}';

describe('casts without a check', () => {
  test('v :: T, v as T and v! give the value as it is', () => {
    table('type User = {name: string}\nlocal data: any = 42\nlocal none: User? = nil', [
      ['data :: User', '42'],
      ['data as User', '42'],
      ['(data :: {string}) + 1', '43'],
      ['none!', 'nil'],
      ['data!', '42'],
      ['data as string .. "x"', '42x'],
      ['select("#", (function() return 1, 2 end)() :: number)', '2'],
    ]);
  });

  test('what follows a wrong assertion fails as it would without it', () => {
    expect(lines('type User = {name: string}\nlocal user: User? = nil\nprint((user!).name)')).toEqual([
      "error: test:3: attempt to index a nil value (local 'user')",
    ]);
  });
});

describe('X:is(v)', () => {
  test('gives the value and nil, or nil and an error', () => {
    table(POINT, [
      ['rawequal((Point:is(good)), good), (select(2, Point:is(good)))', 'true\tnil'],
      ['rawequal((Point.is(good)), good), (select("#", Point.is(good)))', 'true\t2'],
      ['Point:is(bad)', 'nil\tx: expected number, got string'],
      ['Point.is(bad)', 'nil\tx: expected number, got string'],
      ['Point:is(nil)', 'nil\texpected {x: number, y: number}, got nil'],
      ['boolean:is(false)', 'false\tnil'],
    ]);
  });

  test('the error tells kind and details', () => {
    table(
      `${POINT}
      type Aged = {age: number @min(0)}
      local _, wrong = Point:is(bad)
      local _, missing = Point:is({x = 1})
      local _, low = Aged:is({age = -1})
      local _, root = Point:is(5)
      local function show(d) return d.field, d.expected, d.got, d.constraint end`,
      [
        ['wrong:kind(), wrong:kind() == errors.INVALID, wrong:retryable()', 'Invalid\ttrue\tnil'],
        ['show(wrong:details())', 'x\tnumber\tstring\tnil'],
        ['show(missing:details())', 'y\tnumber\tnil\tnil'],
        ['show(low:details())', 'age\t0\t-1\tmin'],
        ['show(root:details())', 'nil\t{x: number, y: number}\tnumber\tnil'],
        [
          'wrong:message(), missing:message(), low:message()',
          ['x: expected number, got string', 'y: required field missing', 'age: value below minimum'].join('\t'),
        ],
      ],
    );
  });
});

describe('X(v)', () => {
  const CALL = `${POINT}
    type Box<T> = {value: T}
    type Pair<A, B> = {a: A, b: B}
    local function fails(f, ...) return (select(2, pcall(f, ...))) end`;

  test('gives the value, or raises an error', () => {
    table(CALL, [
      ['rawequal(Point(good), good)', 'true'],
      ['fails(Point, bad)', 'expected Point, got table'],
      ['fails(Point, 1)', 'expected Point, got number'],
      ['fails(Point)', 'type Point expects at least 1 argument'],
      ['fails(Point, 1, 2)', 'type Point validation expects 1 value, got 2'],
      ['string("a"), integer(3), number(1.5), boolean(false)', 'a\t3\t1.5\tfalse'],
      ['fails(string, 1)', 'expected string, got number'],
      ['fails(integer, 1.5)', 'expected integer, got number'],
      ['fails(boolean, nil)', 'expected boolean, got nil'],
      ['any(nil), unknown(5)', 'nil\t5'],
      ['fails(never, 1)', 'expected never, got number'],
      ['fails(function() return Point(1) end)', 'test:17: expected Point, got number'],
    ]);
  });

  test('a generic takes types instead', () => {
    table(`${CALL}\nlocal NumberBox = Box(number)`, [
      [
        'NumberBox:is({value = 1}) ~= nil, NumberBox:is({value = "a"})',
        'true\tnil\tvalue: expected number, got string',
      ],
      ['NumberBox:kind(), NumberBox:name(), Box:kind()', 'instantiated\tBox\tgeneric'],
      ['Pair(number, Point):is({a = 1, b = good}) ~= nil', 'true'],
      ['Box(string):is({value = "s"}) ~= nil', 'true'],
      ['fails(Pair, number)', 'generic Pair expects 2 type arguments, got 1'],
      ['fails(Box, number, number)', 'generic Box expects 1 type arguments, got 2'],
      ['fails(Point, number)', 'type Point is not generic'],
      ['fails(Pair, number, 5)', 'type Pair does not accept mixed type/value arguments'],
      ['Box:is({value = 1})', 'nil\texpected Box<T>, got table'],
    ]);
  });
});

describe('reflection', () => {
  const TYPES = `
    type User = {name: string, age: number}
    type Status = "pending" | "active"
    type Names = {string}
    type Ages = {[string]: integer}
    type Maybe = number?
    type Handler = (number, string) -> boolean
    type Many = (x: number) -> (string, integer)
    type Silent = () -> ()
    type Both = {a: number} & {b: string}
    type Pairs = (number, string)
    type Box<T, U: User> = {value: T, user: U}
    type Entry = {kind: string, note?: string}
    interface Shape
      name: string
      area: (self) -> number
    end
    local function all(iterator)
      local found = {}
      for a, b in iterator do found[#found + 1] = b == nil and tostring(a) or tostring(a) .. "=" .. tostring(b) end
      return table.concat(found, " ")
    end`;

  test('kind() is one of a closed set', () => {
    const kinds: [string, string][] = [
      ['nil', 'nil'],
      ['boolean', 'boolean'],
      ['number', 'number'],
      ['integer', 'integer'],
      ['string', 'string'],
      ['any', 'any'],
      ['unknown', 'unknown'],
      ['never', 'never'],
      ['Maybe', 'optional'],
      ['Status', 'union'],
      ['Both', 'intersection'],
      ['Pairs', 'tuple'],
      ['Handler', 'function'],
      ['function', 'function'],
      ['Names', 'array'],
      ['Ages', 'map'],
      ['User', 'record'],
      ['Shape', 'record'],
      ['Box', 'generic'],
      ['Box<number, User>', 'instantiated'],
      ['string @min_len(1)', 'string'],
      ['"a"', 'unknown'],
      ['table', 'unknown'],
      ['error', 'unknown'],
      ['Missing', 'unknown'],
    ];
    const declarations = kinds.map(([type], index) => `type T${index} = ${type}`).join('\n');
    table(
      `${TYPES}\n${declarations}`,
      kinds.map(([, kind], index) => [`T${index}:kind()`, kind] as const),
    );
  });

  test('answers about parts are types', () => {
    table(TYPES, [
      ['User:name(), Status:name(), number:name(), User.name:name()', 'User\tStatus\tnumber\tstring'],
      ['User.name:kind(), User.name == String', 'string\ttrue'],
      ['Names:elem() == String, Names:elem():kind()', 'true\tstring'],
      ['Ages:key() == String, Ages:val() == Integer', 'true\ttrue'],
      ['Maybe:inner() == Number', 'true'],
      ['Handler:ret() == Boolean, Silent:ret()', 'true\tnil'],
      ['Many:ret():kind(), Many:ret()', 'tuple\t(string, integer)'],
      ['all(User:fields())', 'name=string age=number'],
      ['all(Shape:fields())', 'name=string area=(any) -> number'],
      ['all(Status:variants())', '"pending" "active"'],
      ['all(Handler:params())', 'number string'],
      ['all(Box:tparams())', 'T U=User'],
      ['User.name == String, User.age == Number, User.other', 'true\ttrue\tnil'],
      ['Entry.kind == String, Entry:kind(), Entry.kind(), Entry.note == String', 'true\trecord\trecord\ttrue'],
      ['tostring(User), tostring(Names:elem()), tostring(Number)', 'User\tstring\tnumber'],
      ['type(User), type(Number)', 'type\ttype'],
    ]);
  });

  test('a question that does not apply is answered with nil', () => {
    const questions = ['elem', 'key', 'val', 'inner', 'ret', 'fields', 'variants', 'params', 'tparams'];
    table(
      TYPES,
      questions.map((question) => [`Number:${question}()`, 'nil'] as const),
    );
  });

  test('== compares structure, <= tells a subtype, and types are keys', () => {
    table(
      `${TYPES}
      type Same = {age: number, name: string}
      type Other = {age: number, name: string, more: boolean}
      local handlers = {}
      handlers[Number] = "a number"
      handlers[String] = "a string"
      handlers[User] = "a user"
      local user: User = {name = "a", age = 1}`,
      [
        ['Number == Number, Number == Integer, User == Same, User == Other', 'true\tfalse\ttrue\tfalse'],
        ['Integer <= Number, Number <= Integer, Integer < Number, Number < Number', 'true\tfalse\ttrue\tfalse'],
        ['Other <= User, User <= Other, User <= Any, Never <= User', 'true\tfalse\ttrue\ttrue'],
        ['Number <= Maybe, Maybe >= Number, Names <= Any', 'true\ttrue\ttrue'],
        ['handlers[typeof(1)], handlers[typeof("x")], handlers[typeof(user)]', 'a number\ta string\ta user'],
        ['handlers[typeof(true)]', 'nil'],
      ],
    );
  });
});

describe('typeof(v)', () => {
  test('is the declared type of a variable, whatever it holds', () => {
    table(
      `type User = {name: string}
      local list: {number} = {}
      local map: {[string]: number} = {}
      local optional: number? = nil
      local call: (number, string) -> boolean
      local short: string @min_len(3) = ""
      local user: User? = nil
      local free = {1}
      local function add(a: number, b?: string): (number, string) return a, b end
      local function changed(a: number) end
      changed = nil
      local function parameter(value: User, ...: number) return typeof(value) end
      local function generic<T>(value: T, list: {T}) return typeof(value), typeof(list) end
      local function loop() for index: integer = 1, 1 do return typeof(index) end end
      local function upvalue() return typeof(user) end
      local function same() return typeof(list) end`,
      [
        ['typeof(list):elem():kind()', 'number'],
        ['typeof(map):key():kind(), typeof(map):val():kind()', 'string\tnumber'],
        ['typeof(optional):kind(), typeof(optional):inner():kind()', 'optional\tnumber'],
        ['typeof(call):ret():kind()', 'boolean'],
        ['typeof(short):is("ab")', 'nil\tlength below minimum'],
        ['typeof(user), typeof(user!), typeof(user) == upvalue()', 'User?\tUser\ttrue'],
        ['typeof(free :: {string}), typeof((free as User))', '{string}\tUser'],
        ['typeof(add), typeof(changed)', '(a: number, b?: string) -> (number, string)\tnil'],
        ['parameter(nil), loop()', 'User\tinteger'],
        ['generic(1, {"a"})', 'number\t{string}'],
        ['rawequal(same(), same()), rawequal(parameter(), parameter())', 'true\ttrue'],
      ],
    );
  });

  test('is found out from the value where nothing is declared', () => {
    table('local free = {a = {1, 2}}', [
      ['typeof(free), typeof(free.a), typeof(free.b)', '{a: {number}}\t{number}\tnil'],
      ['typeof(1) == Number, typeof("x") == String, typeof(Number) == Number', 'true\ttrue\ttrue'],
      ['typeof({}):kind(), typeof(print):kind(), typeof(nil):kind()', 'array\tfunction\tnil'],
    ]);
  });

  test('names mean what they mean where the variable is declared', () => {
    expect(
      lines(`
        type A = number
        local value: A = 1
        do
          type A = string
          print(typeof(value) == Number)
        end
        print(typeof(later))
        local function inner()
          type Own = {x: Later}
          type Later = boolean
          local own: Own
          return function() return typeof(own) end
        end
        print(inner()():kind(), inner()().x == Boolean)`),
    ).toEqual(['true', 'nil', 'record\ttrue']);
  });

  test('another function of that name is an ordinary function', () => {
    expect(
      lines(`
        local value: {number} = {}
        local real = typeof
        print(real(value):elem():kind())
        typeof = function(...) return "global", select("#", ...) end
        print(typeof(value))
        local typeof = function(...) return "local", select("#", ...) end
        print(typeof(value))`),
    ).toEqual(['any', 'global\t1', 'local\t1']);
  });

  test('works in types, as do keyof and predicates', () => {
    table(
      `local settings: {host: string, port?: number} = {host = "x"}
      type Settings = typeof(settings)
      type Key = keyof Settings
      type Check = (value: any) -> value is string
      type Demand = (value: any) -> asserts value is string`,
      [
        ['Settings:kind(), Settings.host == String', 'record\ttrue'],
        ['Key:is("port"), Key:is("path")', 'port\tnil\texpected "host" | "port", got string'],
        ['Check:ret() == Boolean, Demand:ret()', 'true\tnil'],
      ],
    );
  });
});

describe('validation', () => {
  test('messages name the path', () => {
    table(
      `type Address = {city: string}
      type User = {name: string, address: Address, tags: {string}, scores: {[string]: number}}
      type List = {number}
      type Map = {[string]: number}
      type Numbered = {[integer]: string}
      type Unresolved = {field: Missing}
      type Endless = Endless?
      local function user(changes)
        local made = {name = "a", address = {city = "b"}, tags = {}, scores = {}}
        for key, value in pairs(changes) do made[key] = value end
        return made
      end
      local function problem(type, value) return (select(2, type:is(value))) end`,
      [
        ['problem(User, user({}))', 'nil'],
        ['problem(User, user({name = 1}))', 'name: expected string, got number'],
        ['problem(User, user({address = {city = 1}}))', 'address.city: expected string, got number'],
        ['problem(User, user({address = {}}))', 'address.city: required field missing'],
        ['problem(User, user({tags = {"a", 2}}))', 'tags[2]: expected string, got number'],
        ['problem(User, user({scores = {math = "a"}}))', 'scores.math: expected number, got string'],
        ['problem(User, {})', 'name: required field missing'],
        ['problem(List, {1, "a"})', '[2]: expected number, got string'],
        ['problem(Map, {key = "a"})', '.key: expected number, got string'],
        ['problem(Map, {[true] = 1})', '[key]: expected string, got boolean'],
        ['problem(Numbered, {[100] = 5})', '[100]: expected string, got number'],
        ['problem(Unresolved, {field = 1})', 'field: unresolved type Missing'],
        ['problem(Endless, 1)', 'expected type, got recursion limit exceeded'],
      ],
    );
  });

  test('values of every kind of type', () => {
    table(
      `type Status = "on" | "off" | 3 | true
      type Optional = {name: string, note?: string, readonly id: integer}
      type Named = {name: string}
      type Person = Named & {age: number}
      type Open = {id: integer, [string]: string}
      type Call = (number) -> string
      type Result<T, E> = {ok: true, value: T} | {ok: false, error: E}
      type Tree = {value: number, children?: {Tree}}
      interface Shape
        name: string
        area: (self) -> number
      end
      local Square = {}
      Square.__index = Square
      function Square.area(self) return 4 end
      local square = setmetatable({name = "square"}, Square)
      local callable = setmetatable({}, {__call = function() end})
      local function ok(type, value) return (select(2, type:is(value))) == nil end`,
      [
        ['ok(Integer, 3.0), ok(Integer, 3.5), ok(Number, 3), ok(Integer, "3")', 'true\tfalse\ttrue\tfalse'],
        [
          'ok(Status, "on"), ok(Status, "up"), ok(Status, 3), ok(Status, true), ok(Status, false)',
          'true\tfalse\ttrue\ttrue\tfalse',
        ],
        ['ok(Optional, {name = "a", id = 1}), ok(Optional, {name = "a", id = 1, note = 2})', 'true\tfalse'],
        ['ok(Optional, {name = "a", id = 1, extra = 1})', 'true'],
        ['ok(Person, {name = "a", age = 1}), ok(Person, {name = "a"})', 'true\tfalse'],
        ['ok(Open, {id = 1, other = "a"}), ok(Open, {id = 1, other = 2})', 'true\tfalse'],
        ['ok(Call, print), ok(Call, callable), ok(Call, {})', 'true\ttrue\tfalse'],
        ['ok(Result(number, string), {ok = true, value = 1})', 'true'],
        ['ok(Result(number, string), {ok = false, value = 1})', 'false'],
        ['ok(Tree, {value = 1, children = {{value = 2}}}), ok(Tree, {value = 1, children = {{}}})', 'true\tfalse'],
        ['ok(Shape, square), ok(Shape, {name = "a"})', 'true\tfalse'],
        ['ok(typeof({1}), {1, x = "extra"})', 'true'],
      ],
    );
  });

  test('annotations of variables, aliases, fields, elements and members of unions', () => {
    table(
      `type Percent = number @min(0) @max(100)
      type Alias = Percent
      type Name = string @min_len(2) @max_len(4)
      type Roles = {string @min_len(1)} @min_len(1) @max_len(2)
      type Mail = string @pattern("^.+@.+$")
      type Id = number @min(1) | string @min_len(1)
      type Loose = string @something(1)
      type Broken = string @pattern("(")
      type Odd = string @pattern(5)
      type User = {age: number @min(0) @max(150), name: Name}
      local scores: {number @min(0) @max(100)} = {}
      local function problem(type, value) return (select(2, type:is(value))) end`,
      [
        ['problem(Percent, 50), problem(Percent, 0), problem(Percent, 100)', 'nil\tnil\tnil'],
        ['problem(Percent, -1)', 'value below minimum'],
        ['problem(Alias, 101)', 'value above maximum'],
        ['problem(Name, "a")', 'length below minimum'],
        ['problem(Name, "abcde")', 'length above maximum'],
        ['problem(Name, "äö")', 'nil'],
        ['problem(Roles, {})', 'length below minimum'],
        ['problem(Roles, {"a", "b", "c"})', 'length above maximum'],
        ['problem(Roles, {""})', '[1]: length below minimum'],
        ['problem(Mail, "a@b"), problem(Mail, "ab")', 'nil\tpattern mismatch'],
        ['problem(Id, 1), problem(Id, "a"), problem(Id, 0) ~= nil, problem(Id, "") ~= nil', 'nil\tnil\ttrue\ttrue'],
        ['problem(Loose, ""), problem(Broken, "a"), problem(Odd, "a")', 'nil\tinvalid regex\tinvalid pattern argument'],
        ['problem(User, {age = 200, name = "abc"})', 'age: value above maximum'],
        ['problem(User, {age = 20, name = "a"})', 'name: length below minimum'],
        ['problem(typeof(scores), {1, 101})', '[2]: value above maximum'],
        ['problem(Percent, "a")', 'expected number, got string'],
      ],
    );
  });
});
