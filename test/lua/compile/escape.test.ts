import { describe, expect, it } from 'vitest';
import { CompileError } from '../../../src/lua/compile/chunk.ts';
import { compile, load, runMain } from '../../../src/lua/engine.ts';
import { Coroutine } from '../../../src/lua/runtime/coroutine.ts';
import { asLuaError } from '../../../src/lua/runtime/thrown.ts';
import { Float, Int64, LuaTable, type LuaValue, Userdata } from '../../../src/lua/runtime/values.ts';
import { createEnvironment, standardGlobals } from '../../../src/lua/stdlib/index.ts';

const HOST = new Set<unknown>([
  globalThis,
  process,
  Function,
  Object,
  Array,
  String,
  Number,
  Boolean,
  Symbol,
  Promise,
  Proxy,
  Reflect,
  Reflect.get(globalThis, 'eval'),
  RegExp,
  Error,
  Map,
  Set,
  JSON,
  Math,
  Buffer,
  setTimeout,
  ...[Object, Array, Function, String, Number, Boolean, Map, Error].map((constructor) => constructor.prototype),
  ...Object.getOwnPropertyNames(Object.prototype).map(
    (name) => (Object.prototype as unknown as Record<string, unknown>)[name],
  ),
]);

function isLuaValue(value: unknown): boolean {
  if (HOST.has(value)) return value === null || value === undefined;
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'number':
    case 'string':
    case 'function':
      return true;
    default:
      return [LuaTable, Float, Int64, Userdata, Coroutine].some((constructor) => value instanceof constructor);
  }
}

/** Runs a program: its results, or the value of its error. */
function outcome(source: string): LuaValue[] {
  const environment = createEnvironment(standardGlobals());
  try {
    return runMain(load(compile(source, 'attempt')), environment);
  } catch (error) {
    if (error instanceof CompileError) throw error;
    return [asLuaError(error).value];
  }
}

const NAMES = [
  'constructor',
  '__proto__',
  'prototype',
  'caller',
  'callee',
  'arguments',
  'hasOwnProperty',
  'toString',
  'valueOf',
  'apply',
  'call',
  'bind',
  'length',
  'name',
  '__defineGetter__',
  '__lookupGetter__',
  'isPrototypeOf',
  'globalThis',
  'process',
  'require',
  'Function',
  'eval',
  'window',
  'global',
  'module',
  'exports',
  'undefined',
  'NaN',
  'Infinity',
  'this',
  'new',
  'class',
  'delete',
  'void',
  'with',
  'yield',
  'await',
  'let',
  'static',
  'enum',
  'async',
];

describe('names of the host', () => {
  for (const name of NAMES) {
    it(`'${name}' is an ordinary name: as a global, local, label, parameter, field and key`, () => {
      expect(outcome(`return ${name}`)).toEqual([undefined]);
      expect(outcome(`${name} = 5 return ${name}, _G.${name}, _G["${name}"]`)).toEqual([5, 5, 5]);
      expect(
        outcome(`local ${name} = 6 local function f() ${name} = ${name} + 1 return ${name} end return f()`),
      ).toEqual([7]);
      expect(
        outcome(`local function ${name}(${name}) goto ${name} ::${name}:: return ${name} end return ${name}(8)`),
      ).toEqual([8]);
      expect(outcome(`local t = {} return t.${name}, t["${name}"], rawget(t, "${name}")`)).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
      expect(outcome(`local t = { ${name} = 1 } t.${name} = t.${name} + 1 return t.${name}, next(t)`)).toEqual([
        2,
        name,
        2,
      ]);
      expect(
        outcome(`local t = {} t["${name}"] = 3 local n = 0 for k in pairs(t) do n = n + 1 end return t.${name}, n`),
      ).toEqual([3, 1]);
      expect(outcome(`local t = setmetatable({}, { ${name} = 4 }) return t.${name}`)).toEqual([undefined]);
      expect(outcome(`local t = {} for i = 1, 20 do t["k" .. i] = i end return t["${name}"], t.${name}`)).toEqual([
        undefined,
        undefined,
      ]);
    });

    it(`'${name}' of a value that is no table leads nowhere`, () => {
      for (const value of [
        '("text")',
        'print',
        '(function() end)',
        '(1)',
        '(1.5)',
        '(1.0)',
        '(true)',
        '(1 << 60)',
        '(coroutine.create(print))',
        '(nil)',
      ]) {
        for (const attempt of [
          `return ${value}.${name}`,
          `return ${value}["${name}"]`,
          `local v = ${value} v.${name} = 1 return v.${name}`,
          `return ${value}:${name}()`,
          `_ENV = ${value} return ${name}`,
          `_ENV = ${value} ${name} = 1 return ${name}`,
          `local _ENV = ${value} return ${name}`,
        ]) {
          for (const result of outcome(attempt)) {
            const allowed = result === undefined || typeof result === 'string';
            expect(allowed, `${attempt} gives ${String(result)}`).toBe(true);
          }
        }
      }
    });
  }
});

const CANARY = 'globalThis.escaped = true';

describe('text of the source stays text', () => {
  const strings = [
    `"]; ${CANARY}; ["`,
    `'); ${CANARY}; ('`,
    `\`\${${CANARY}}\``,
    `*/ ${CANARY} /*`,
    `</script>`,
    `<!-- ${CANARY}`,
    `--> ${CANARY}`,
    `\u2028${CANARY}\u2029`,
    '\\',
    '\\\\"',
    '\\u0022',
    '\0',
    `\n${CANARY}\n`,
    '\r\n',
    '${',
    '\x7f',
    `//# sourceMappingURL=x`,
    '$S',
    '$I.G',
  ];
  for (const text of strings) {
    it(`keeps ${JSON.stringify(text)} as a string, key, field, comment and chunk name`, () => {
      const bytes = Buffer.from(text, 'utf8');
      const literal = `"${[...bytes].map((byte) => `\\${String(byte).padStart(3, '0')}`).join('')}"`;
      const expected = bytes.toString('latin1');
      expect(outcome(`return ${literal}`)).toEqual([expected]);
      expect(outcome(`local t = { [${literal}] = 1 } return t[${literal}], (next(t))`)).toEqual([1, expected]);
      expect(outcome(`local t = {} t[${literal}] = 2 return t[${literal}], #${literal}`)).toEqual([2, bytes.length]);
      expect(outcome(`_G[${literal}] = 3 return _G[${literal}]`)).toEqual([3]);
      expect(outcome(`return (string.format("%s", ${literal}))`)).toEqual([expected]);
      if (!/\]=*\]/.test(text))
        expect(outcome(`--[==[${text}]==] return [==[x${text.replace(/[\r\n\0]/g, '')}]==] ~= nil`)).toEqual([true]);
      expect(runMain(load(compile('return 1', text)), createEnvironment({}))).toEqual([1]);
      expect((globalThis as { escaped?: boolean }).escaped).toBe(undefined);
    });
  }
});

const ATTEMPTS = [
  'return getmetatable("").__index.constructor',
  'return getmetatable("").constructor',
  'getmetatable("").__index = function(s, k) return k end return ("x").constructor',
  'return setmetatable({}, { __index = "text" }).constructor',
  'return setmetatable({}, { __index = print }).constructor',
  'return setmetatable({}, { __index = 5 }).constructor',
  'return getmetatable(print)',
  'return getmetatable(coroutine.create(print))',
  'return rawget(_G, "constructor"), rawget(_G, "__proto__")',
  'return rawset({}, "__proto__", { x = 1 }).x',
  'local t = { __proto__ = { x = 1 } } return t.x',
  'local t = {} t.__proto__ = { x = 1 } return t.x',
  'local t = {} t["__proto__"] = { x = 1 } return t.x',
  'local t = setmetatable({}, { __index = { __proto__ = { x = 1 } } }) return t.x',
  'return ({})["$t"], ({})["$a"], ({})["$m"], ({})["$s"]',
  'local t = {} t["$t"] = { __index = function() return 1 end } return t.x',
  'local t = {} t["$a"] = 5 t["$s"] = -2 t["$m"] = 7 t[1] = 1 t.y = 2 return t[1], t.y',
  'return select(2, pcall(error))',
  'return select(2, pcall(error, setmetatable({}, { __tostring = function() return 5 end })))',
  'return tostring(setmetatable({}, { __tostring = function() return "x" end }))',
  'return tostring(print), tostring({}), tostring(coroutine.create(print))',
  'return string.format("%s", print)',
  'return select(2, pcall(string.rep, "x", 1e10))',
  'return select(2, pcall(string.rep, "x", -1))',
  'return select(2, xpcall(function() return nil + 1 end, function(m) return m end))',
  'return select(2, pcall(function() local t = nil; t.x = 1 end))',
  'local function f() return f() + 1 end return select(2, pcall(f))',
  'return select(2, pcall(setmetatable, _G, "x"))',
  'return coroutine.wrap(function() return coroutine.yield() end)()',
  'return select(2, coroutine.resume(coroutine.create(function() error({}) end)))',
  'return select(2, pcall(coroutine.wrap(function() error("x") end)))',
  'return coroutine.running()',
  'return load, loadstring, dofile, loadfile, debug, io, package',
  'return os.execute, os.exit, os.getenv, os.remove, os.rename, os.tmpname',
  'local t = setmetatable({}, { __call = print }) return t.constructor',
  'return (function(...) return select("#", ...) end)(nil, nil)',
  'return table.unpack({ 1, 2 }, 1, 2)',
  'return select(2, pcall(table.unpack, {}, 1, 1e8))',
  'return select(2, pcall(table.concat, setmetatable({}, { __len = function() return 1 / 0 end })))',
  'return next({}, nil)',
  'return select(2, pcall(next, {}, "constructor"))',
  'return select(2, pcall(next, {}, "__proto__"))',
  'local t = {} for k in pairs(_G) do if k == "constructor" then t = k end end return t',
  'string.constructor = 1 return string.constructor',
  'math.floor = nil return math.floor',
  'return ("x"):gsub("x", { x = "constructor" })',
  'return ("constructor"):gsub("%w+", {})',
  'return ("__proto__"):gsub(".+", _G)',
  'return ("constructor"):gsub(".+", string)',
];

describe('attempts to reach the host', () => {
  for (const source of ATTEMPTS) {
    it(`finds only Lua values: ${source}`, () => {
      for (const value of outcome(source)) {
        expect(isLuaValue(value), String(typeof value)).toBe(true);
        if (typeof value === 'string')
          expect(value).not.toMatch(/internal error|\bat .+:\d+:\d+|\[native code\]|node:|\.ts\b/);
      }
    });
  }
});

describe('the limits of the host', () => {
  const deep = (open: string, middle: string, close: string, count: number) =>
    open.repeat(count) + middle + close.repeat(count);
  const big: [string, string][] = [
    ['a sum of 10,000 operands', `return ${'1 + '.repeat(10_000)}1`],
    ['a concatenation of 10,000 operands', `return #(${'"x" .. '.repeat(10_000)}"x")`],
    ['10,000 times `and`', `return ${'1 and '.repeat(10_000)}1`],
    ['nested parentheses', `return ${deep('(', '1', ')', 5_000)}`],
    ['nested tables', `return ${deep('{', '1', '}', 5_000)} ~= nil`],
    ['nested functions', `return ${deep('(function() return ', '1', ' end)()', 500)}`],
    ['nested blocks', `${deep('do ', 'local x = 1', ' end', 5_000)} return 1`],
    ['nested conditions', `${deep('if true then ', 'x = 1', ' end', 1_000)} return 1`],
    [
      'a chain of elseif',
      `local x = 1 if x == 0 then ${Array.from({ length: 3_000 }, (_, n) => `elseif x == ${n + 5} then x = 2`).join(' ')} end return x`,
    ],
    ['200 locals', `${Array.from({ length: 190 }, (_, n) => `local v${n} = ${n}`).join(' ')} return v189`],
    ['a constructor of 50,000 elements', `return #{ ${'1, '.repeat(50_000)} }`],
    [
      'a constructor of 5,000 fields',
      `local t = { ${Array.from({ length: 5_000 }, (_, n) => `f${n} = ${n}`).join(', ')} } return t.f4999`,
    ],
    ['20,000 statements', `local x = 0 ${'x = x + 1 '.repeat(20_000)} return x`],
    ['a call with 250 arguments', `return select("#", ${'1, '.repeat(250)}1)`],
    ['unary operators', `return ${'- '.repeat(2_000)}1`],
    ['not, many times', `return ${'not '.repeat(2_000)}1`],
    [
      'a call with very many arguments',
      'local t = {} for i = 1, 1e6 do t[i] = i end return select("#", table.unpack(t, 1, 1e6))',
    ],
    ['recursion without end', 'local function f() return 1 + f() end return pcall(f)'],
    ['a tail call without stack', 'local function f(n) if n == 0 then return 0 end return f(n - 1) end return f(1e6)'],
  ];
  for (const [what, source] of big) {
    it(`gives a result or a Lua error, never a crash: ${what}`, () => {
      let results: LuaValue[];
      try {
        results = outcome(source);
      } catch (error) {
        expect((error as Error).name).toBe('CompileError');
        return;
      }
      for (const value of results) if (typeof value === 'string') expect(value).not.toMatch(/internal error/);
    });
  }
});
