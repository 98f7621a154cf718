/** Families of programs that are built from a rule: every operator with every class of operands, and the like. */

import type { Program } from './corpus.ts';

interface ValueClass {
  name: string;
  values: string[];
  wide?: boolean;
  newer?: boolean;
}

const CLASSES: ValueClass[] = [
  { name: 'small integers', values: ['0', '1', '-1', '2', '7', '-7', '100'] },
  { name: 'floats', values: ['0.0', '1.0', '-1.0', '0.5', '-2.5', '1e10', '3.0'] },
  { name: 'integers with floats', values: ['1', '1.0', '-3', '-3.0', '2.5', '10', '0.25'] },
  { name: 'special floats', values: ['1/0', '-1/0', '0.0', '-0.0', '1e308', '5e-324', '2'] },
  { name: 'strings that spell numbers', newer: true, values: ['"1"', '"2.5"', '"0x10"', '" 3 "', '"-1"', '4'] },
  {
    name: 'large integers',
    wide: true,
    values: [
      'math.maxinteger',
      'math.mininteger',
      '1 << 53',
      '(1 << 53) + 1',
      '-(1 << 62)',
      '4294967296',
      '-2147483649',
      '3',
      '-1',
    ],
  },
  {
    name: 'large integers with floats',
    wide: true,
    values: ['math.maxinteger', '2.0^53', '(1 << 53) + 1', '2.0^63', '-2.0^63', 'math.mininteger', '1.5', '0'],
  },
];

/** NaN has no sign in some implementations, so its text is made uniform. */
const SHOW = `local function show(v) if v ~= v then return "nan" end if type(v) == "number" then return math.type(v):sub(1, 1) .. ":" .. tostring(v) end return tostring(v) end
local function try(f, a, b) local ok, v = pcall(f, a, b) if ok then return show(v) end return (v:gsub("^[^:]*:%d+: ", "")) end
`;

function operatorPrograms(family: string, operators: readonly string[]): Program[] {
  const programs: Program[] = [];
  for (const operator of operators) {
    for (const { name, values, wide = false, newer: strings = false } of CLASSES) {
      // Only arithmetic differs: bitwise operators take strings as Lua 5.3 does.
      const newer = strings && family === 'arithmetic';
      const list = values.join(', ');
      programs.push({
        family,
        name: `${operator} of ${name} in variables`,
        wide,
        newer,
        source: `${SHOW}local values = {${list}}
local function apply(a, b) return a ${operator} b end
for _, a in ipairs(values) do
  local row = {}
  for _, b in ipairs(values) do row[#row + 1] = try(apply, a, b) end
  print(table.concat(row, " "))
end
`,
      });
      const lines = values.map((value, index) => {
        const other = values[(index + 1) % values.length] as string;
        return `print(try(function() return (${value}) ${operator} (${other}) end), try(function() local x = ${value} x = x ${operator} (${other}) return x end))`;
      });
      programs.push({
        family,
        name: `${operator} of ${name} as constants`,
        wide,
        newer,
        source: `${SHOW}${lines.join('\n')}\n`,
      });
    }
  }
  return programs;
}

function unaryPrograms(): Program[] {
  return ['-', '~', 'not ', '#'].map((operator) => ({
    family: 'unary operators',
    newer: operator === '-',
    name: `${operator.trim()} of every kind of value`,
    wide: true,
    source: `${SHOW}local values = {0, 1, -1, 1.5, 2.0, -0.0, 1/0, "5", "5.5", true, {}, {1, 2}, math.mininteger, math.maxinteger, 2.0^53}
for _, v in ipairs(values) do print(try(function(a) return ${operator}a end, v)) end
print(try(function(a) return ${operator}a end, nil))
`,
  }));
}

const FAILURES: [string, string][] = [
  ['index', 'NAME.x.y'],
  ['call', 'NAME.x()'],
  ['arithmetic', 'NAME.x + 1'],
  ['arithmetic on the right', '1 + NAME.x'],
  ['concatenation', 'NAME.x .. "s"'],
  ['length', '#NAME.x'],
  ['comparison', 'NAME.x < 1'],
  ['bitwise', 'NAME.x & 1'],
  ['negation', '-NAME.x'],
];

const PLACES: [string, (expression: string) => string][] = [
  ['a local', (e) => `local v = {} local x = v.x return ${e.replaceAll('NAME.x', 'x')}`],
  ['a global', (e) => `return ${e.replaceAll('NAME.x', 'missing')}`],
  ['a field', (e) => `local v = {} return ${e.replaceAll('NAME', 'v')}`],
  ['a field of a global', (e) => `holder = {} return ${e.replaceAll('NAME', 'holder')}`],
  ['an upvalue', (e) => `local x local function f() return ${e.replaceAll('NAME.x', 'x')} end local r = f() return r`],
  ['a parameter', (e) => `local function f(x) return ${e.replaceAll('NAME.x', 'x')} end local r = f() return r`],
  ['a table in a local', (e) => `local x = {} return ${e.replaceAll('NAME.x', 'x')}`],
  ['a string constant', (e) => `return ${e.replaceAll('NAME.x', '("a")')}`],
  ['an element', (e) => `local v = {} return ${e.replaceAll('NAME.x', 'v[1]')}`],
  ['a call', (e) => `local function g() end return ${e.replaceAll('NAME.x', 'g()')}`],
];

function messagePrograms(): Program[] {
  const programs: Program[] = [];
  for (const [failure, expression] of FAILURES) {
    programs.push({
      family: 'messages',
      name: `${failure} names what is to blame`,
      wide: false,
      source: `${PLACES.map(([, build]) => `print(pcall(function() ${build(expression)} end))`).join('\n')}\n`,
    });
  }
  for (const [place, build] of PLACES) {
    programs.push({
      family: 'messages',
      name: `every failure of ${place} tells its line`,
      wide: false,
      source: `${FAILURES.map(([, e]) => `print(pcall(function()\n\n  ${build(e)}\nend))`).join('\n')}\n`,
    });
  }
  return programs;
}

const BOUNDS = [
  ['1, 5', '1, 5, 2', '5, 1, -1', '1, 0', '0, 0', '-3, 3, 3', '10, 1, -4'],
  ['1.0, 3', '1, 3.5', '0.5, 3', '1, 2, 0.25', '3, 1, -0.5', '1.5, 1.5'],
  ['1, 1/0, 4', '-1/0, -5', '1, -1/0', '0, 2.0^31, 2^30'],
];

function loopPrograms(): Program[] {
  return BOUNDS.flat().flatMap((bounds) => [
    {
      family: 'numeric for',
      name: `for i = ${bounds}`,
      wide: bounds.includes('2^3'),
      source: `local n = 0 for i = ${bounds} do n = n + 1 if n > 12 then break end io.write(tostring(i), " ") end print(n)\n`,
    },
    {
      family: 'numeric for',
      name: `for i = ${bounds} with closures`,
      wide: bounds.includes('2^3'),
      source: `local a, b, c = ${bounds} local fs, n = {}, 0 for i = a, b, c or 1 do n = n + 1 if n > 12 then break end fs[n] = function() i = i + 1 return i end end for _, f in ipairs(fs) do io.write(tostring(f()), tostring(f()), " ") end print(n)\n`,
    },
  ]);
}

const FORMATS = [
  ['%d', '%5d', '%-5d|', '%05d', '%+d', '% d', '%.3d', '%i'],
  ['%x', '%X', '%#x', '%o', '%08x', '%c'],
  ['%f', '%.0f', '%.2f', '%10.3f', '%-10.2f|', '%+.1f', '%010.2f'],
  ['%e', '%.2e', '%E', '%g', '%.3g', '%G', '%#.3g', '%12.4g'],
  ['%s', '%5s', '%-5s|', '%.2s', '%5.1s', '%q'],
];

function formatPrograms(): Program[] {
  const values = ['0', '1', '-1', '65', '3.0', '-2.5', '1e15', '123456789', '"12"', '"x"', 'true', 'nil'];
  return FORMATS.flat().map((format) => ({
    family: 'formats',
    name: `string.format with ${format}`,
    wide: true,
    source: values
      .map((value) => `print(select(2, pcall(function() return (string.format('${format}', ${value})) end)))`)
      .join('\n')
      .concat('\n'),
  }));
}

const PATTERNS = [
  'a',
  '.',
  'a*',
  'a-b',
  '^a',
  'b$',
  '(a)(b)',
  '[abc]+',
  '[^abc]+',
  '%w+',
  '()',
  'a?b',
  '(a*(.)%w(%s*))',
  '%s*$',
  '.-',
  '%f[%w]%w+',
  '(.)%1',
  '%b()',
];
const SUBJECTS = ['', 'a', 'ab', 'aab', 'abcabc', 'xyz', 'hello (world) aa', 'b', 'aaa bbb', '  x  '];

function patternPrograms(): Program[] {
  return PATTERNS.map((pattern) => ({
    family: 'patterns',
    name: `the pattern ${pattern}`,
    wide: false,
    source: `local p = ${JSON.stringify(pattern)}
for _, s in ipairs({${SUBJECTS.map((s) => JSON.stringify(s)).join(', ')}}) do
  print(s:find(p)) print(s:match(p)) print(s:gsub(p, "<%0>")) print(s:find(p, 2))
  local r = {} for a, b in s:gmatch(p) do r[#r + 1] = tostring(a) .. "/" .. tostring(b) if #r > 20 then break end end print(table.concat(r, ";"))
end
`,
  }));
}

const EVENTS: [string, string][] = [
  ['add', 'a + b'],
  ['sub', 'a - b'],
  ['mul', 'a * b'],
  ['div', 'a / b'],
  ['mod', 'a % b'],
  ['pow', 'a ^ b'],
  ['idiv', 'a // b'],
  ['band', 'a & b'],
  ['bor', 'a | b'],
  ['bxor', 'a ~ b'],
  ['shl', 'a << b'],
  ['shr', 'a >> b'],
  ['concat', 'a .. b'],
  ['eq', 'a == b'],
  ['lt', 'a < b'],
  ['le', 'a <= b'],
];

function eventPrograms(): Program[] {
  return EVENTS.map(([event, expression]) => ({
    family: 'metamethods',
    name: `__${event} is chosen by operand and may yield`,
    wide: false,
    source: `local function named(name) return setmetatable({name = name}, {__${event} = function(a, b) return name, "second" end}) end
local function yielding() return setmetatable({}, {__${event} = function() return coroutine.yield("pause") end}) end
local function f(a, b) return ${expression} end
local left, right = named("left"), named("right")
print(f(left, right)) print(f(right, left)) print(pcall(f, left, {})) print(pcall(f, {}, right))
print(select(2, pcall(f, left, 1)), select(2, pcall(f, 1, right)), select(2, pcall(f, left, "s")), select(2, pcall(f, "s", right)))
print(pcall(f, {}, {}))
local co = coroutine.wrap(function() local r = f(yielding(), yielding()) return r end)
print(co()) print(co("resumed", "extra"))
`,
  }));
}

function sortPrograms(): Program[] {
  const programs: Program[] = [];
  for (const size of [2, 3, 4, 5, 8, 13, 50, 120, 300]) {
    programs.push({
      family: 'sort sizes',
      name: `${size} elements`,
      wide: false,
      source: `local x = ${size * 7 + 3}
local function fresh() local t = {} for i = 1, ${size} do x = (x * 421 + 17) % 1009 t[i] = x end return t end
local t = fresh() table.sort(t) print(table.concat(t, " "))
t = fresh() table.sort(t, function(a, b) return a > b end) print(table.concat(t, " "))
t = fresh() for i = 1, #t do t[i] = t[i] / 4 end table.sort(t) print(table.concat(t, " "))
t = fresh() for i = 1, #t do t[i] = "k" .. t[i] end table.sort(t) print(table.concat(t, " "))
t = fresh() for i = 1, #t do t[i] = {k = t[i] % 5, i = i} end table.sort(t, function(a, b) return a.k < b.k end)
local r = {} for i, e in ipairs(t) do r[i] = e.k .. ":" .. e.i end print(table.concat(r, " "))
`,
    });
  }
  return programs;
}

/** Deterministic: the same programs, in the same order, every time. */
export function generatedPrograms(): Program[] {
  return [
    ...operatorPrograms('arithmetic', ['+', '-', '*', '/', '//', '%', '^']),
    ...operatorPrograms('bitwise', ['&', '|', '~', '<<', '>>']),
    ...operatorPrograms('comparison', ['==', '~=', '<', '<=', '>', '>=']),
    ...operatorPrograms('concatenation', ['..']),
    ...unaryPrograms(),
    ...messagePrograms(),
    ...loopPrograms(),
    ...formatPrograms(),
    ...patternPrograms(),
    ...eventPrograms(),
    ...sortPrograms(),
  ];
}
