/**
 * What is cut from the official Lua test files before they run here. `from` is text of the first line that is cut (it must
 * be on exactly one line), `lines` how many lines are cut (one where not given).
 */

/** The files that run, without `.lua`. */
export const FILES = [
  'strings',
  'pm',
  'math',
  'closure',
  'calls',
  'constructs',
  'events',
  'goto',
  'nextvar',
  'sort',
  'vararg',
  'coroutine',
  'errors',
  'tpack',
  'utf8',
  'bitwise',
  'literals',
  'locals',
];

/** Files that run with `_soft`, the official switch for less work: `constructs` would compile 200,000 chunks. */
export const SOFT = ['constructs'];

const NEEDS_DEBUG = 'needs the debug library';
const NEEDS_GC = 'needs a garbage collector that the program controls';
const FAILS_IN_53 = 'fails in Lua 5.3 too: the files test a work version of 5.4';
const HOST = 'needs files, processes or the locale of the host';
const PRINT = 'demands that print calls the global tostring; print belongs to the host';
const SUSPENDS = 'demands that functions of the C library cannot be suspended; here they can';
const NEEDS_LOAD = 'needs binary chunks or other uses of load that the test runner does not have';
const CLOSURES = 'demands that equal closures are one function, which the manual leaves open';
const FROZEN = 'changes a library table or the metatable of strings; those are frozen and shared here';
const REGISTERS = 'demands the limits of a register machine';
const STACK = 'demands the limits of the C stack';

/** @type {{ file: string, from: string, lines?: number, reason: string }[]} */
export const EXCLUSIONS = [
  { file: 'strings', from: 'local locales = { "ptb", "pt_BR.iso88591", "ISO-8859-1" }', lines: 26, reason: HOST },
  { file: 'nextvar', from: "-- 'maxn' is now deprecated, but it is easily defined in Lua", lines: 16, reason: FROZEN },
  { file: 'constructs', from: 'assert(debug.getinfo(1, "n").name == \'F\')', reason: NEEDS_DEBUG },
  { file: 'coroutine', from: 'assert(not pcall(table.sort,{1,2,3}, coroutine.yield))', reason: SUSPENDS },
  { file: 'coroutine', from: 'local function f (c)', lines: 11, reason: SUSPENDS },
  { file: 'coroutine', from: 'do   -- testing single trace of coroutines', lines: 18, reason: NEEDS_DEBUG },
  {
    file: 'coroutine',
    from: 'assert(debug.getinfo(1).currentline == debug.getinfo(foo).linedefined + 1)',
    lines: 2,
    reason: NEEDS_DEBUG,
  },
  { file: 'coroutine', from: '-- getuptable & setuptable', lines: 8, reason: NEEDS_DEBUG },
  { file: 'coroutine', from: 'assert(C[1] == undef)', reason: NEEDS_GC },
  { file: 'calls', from: "do    -- test error in 'print' too...", lines: 13, reason: PRINT },
  { file: 'calls', from: 'assert(debug.getinfo(a).source == "modname")', lines: 4, reason: NEEDS_DEBUG },
  { file: 'calls', from: '-- another small bug (in 5.2.1)', lines: 10, reason: NEEDS_LOAD },
  { file: 'calls', from: 'assert(not pcall(string.dump, print))  -- no dump of C functions', reason: NEEDS_LOAD },
  { file: 'calls', from: 'cannotload("hhi", load(function () error("hhi") end))', reason: NEEDS_LOAD },
  { file: 'calls', from: '-- load when _ENV is not first upvalue', lines: 11, reason: NEEDS_DEBUG },
  { file: 'calls', from: '-- any value is valid for _ENV', lines: 2, reason: NEEDS_LOAD },
  { file: 'calls', from: '-- test for dump/undump with upvalues', lines: 16, reason: NEEDS_LOAD },
  {
    file: 'calls',
    from: 'f = load(string.dump(f))   -- main chunk now has many upvalues',
    lines: 7,
    reason: NEEDS_LOAD,
  },
  { file: 'calls', from: 'print("testing binary chunks")', lines: 38, reason: NEEDS_LOAD },
  { file: 'literals', from: 'local function lexstring (x, y, n)', lines: 15, reason: NEEDS_DEBUG },
  { file: 'literals', from: '-- testing line ends', lines: 20, reason: NEEDS_DEBUG },
  { file: 'literals', from: 'if os.setlocale("pt_BR") or os.setlocale("ptb") then', lines: 24, reason: HOST },
  { file: 'locals', from: 'local function getenv (f)', lines: 13, reason: NEEDS_DEBUG },
  {
    file: 'math',
    from: '-- low-level!! For the current implementation of random in Lua,',
    lines: 25,
    reason: FAILS_IN_53,
  },
  { file: 'locals', from: 'assert(getenv(foo) == mt)', reason: NEEDS_DEBUG },
  { file: 'math', from: 'local up = 0', lines: 31, reason: FAILS_IN_53 },
  { file: 'math', from: 'aux(minint, maxint)', lines: 3, reason: FAILS_IN_53 },
  { file: 'bitwise', from: 'local st, msg = pcall(function () return 4 & "a" end)', lines: 5, reason: FROZEN },
  { file: 'closure', from: '-- force a GC in this level', lines: 7, reason: NEEDS_GC },
  { file: 'closure', from: "assert(getmetatable(x).__mode == 'kv')", reason: NEEDS_GC },
  { file: 'closure', from: 'assert(a[3] == a[4] and a[4] == a[5])', reason: CLOSURES },
  { file: 'closure', from: 'assert(f() == f())', reason: CLOSURES },
  { file: 'closure', from: '-- test for debug manipulation of upvalues', lines: 39, reason: NEEDS_DEBUG },
  { file: 'events', from: '-- testing metatables for basic types', lines: 29, reason: NEEDS_DEBUG },
  { file: 'goto', from: "-- all functions share same 'a'", lines: 33, reason: NEEDS_DEBUG },
  { file: 'errors', from: '-- passing light userdata instead of full userdata', lines: 8, reason: NEEDS_DEBUG },
  { file: 'errors', from: 'checkmessage("math.sin(io.input())", "(number expected, got FILE*)")', reason: HOST },
  { file: 'errors', from: 'checkmessage("io.input(XX)", "(FILE* expected, got My Type)")', reason: HOST },
  { file: 'errors', from: 'checkmessage("return ~io.stdin", "on a FILE* value")', reason: HOST },
  { file: 'errors', from: 'checkmessage("return XX < io.stdin", "My Type with FILE*")', reason: HOST },
  { file: 'errors', from: 'checkmessage("(io.write or print){}", "io.write")', lines: 2, reason: HOST },
  { file: 'errors', from: 'local f = function (a) return a + 1 end', lines: 11, reason: NEEDS_LOAD },
  { file: 'errors', from: 'checkmessage([[collectgarbage("nooption")]], "invalid option")', reason: NEEDS_GC },
  { file: 'errors', from: 'checkmessage("getmetatable(io.stdin).__gc()", "no value")', reason: HOST },
  {
    file: 'errors',
    from: 'f = coroutine.wrap(function () table.sort({1,2,3}, coroutine.yield) end)',
    lines: 2,
    reason: SUSPENDS,
  },
  { file: 'errors', from: 'local function checksize (source)', lines: 12, reason: NEEDS_LOAD },
  { file: 'errors', from: 'local function testrep (init, rep, close, repc)', lines: 19, reason: FAILS_IN_53 },
  {
    file: 'errors',
    from: 'checkmessage("a = f(x" .. string.rep(",x", 260) .. ")", "too many registers")',
    reason: REGISTERS,
  },
  { file: 'errors', from: 'assert(c > 255 and string.find(b, "too many upvalues") and', lines: 2, reason: REGISTERS },
  {
    file: 'errors',
    from: 'assert(string.find(b, "line 2") and string.find(b, "too many local variables"))',
    reason: REGISTERS,
  },
  { file: 'errors', from: 'if not _soft then', lines: 71, reason: STACK },
  { file: 'errors', from: 'assert(tonumber(line) == debug.getinfo(1, "l").currentline - 2)', reason: NEEDS_DEBUG },
];
