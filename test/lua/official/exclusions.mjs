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

const NEEDS_DEBUG = 'needs the debug library';
const ENVIRONMENT = 'needs the variable _ENV, which the dialect does not have';
const NEEDS_GC = 'needs a garbage collector that the program controls';
const FAILS_IN_53 = 'fails in Lua 5.3 too: the files test a work version of 5.4';
const HOST = 'needs files, processes or the locale of the host';
const SUSPENDS = 'demands that functions of the C library cannot be suspended; here they can';
const MESSAGE = 'demands the exact words of a syntax error, which differ here';
const NEEDS_LOAD = 'needs binary chunks or other uses of load that the test runner does not have';
const STACK = 'demands the limits of the C stack';
const SYNTAX = 'a word that the dialect reserves, or a construct that it reads otherwise';

/** @type {{ file: string, from: string, lines?: number, reason: string }[]} */
export const EXCLUSIONS = [
  { file: "constructs", from: "assert(debug.getinfo(1, \"n\").name == 'F')", reason: NEEDS_DEBUG },
  { file: "constructs", from: "_ENV.GLOB1 = math.floor(os.time()) % 2", reason: ENVIRONMENT },
  { file: "constructs", from: "{\"(0==_ENV.GLOB1)\", 0 == _ENV.GLOB1},", reason: ENVIRONMENT },
  { file: "constructs", from: "print('testing short-circuit optimizations (' .. _ENV.GLOB1 .. ')')", reason: ENVIRONMENT },
  { file: "coroutine", from: "assert(not pcall(table.sort,{1,2,3}, coroutine.yield))", reason: SUSPENDS },
  { file: "coroutine", from: "local function f (c)", lines: 11, reason: SUSPENDS },
  { file: "coroutine", from: "do   -- testing single trace of coroutines", lines: 18, reason: NEEDS_DEBUG },
  { file: "coroutine", from: "assert(debug.getinfo(1).currentline == debug.getinfo(foo).linedefined + 1)", lines: 2, reason: NEEDS_DEBUG },
  { file: "coroutine", from: "assert(C[1] == undef)", reason: NEEDS_GC },
  { file: "calls", from: "do    -- test error in 'print' too...", lines: 13, reason: ENVIRONMENT },
  { file: "calls", from: "assert(debug.getinfo(a).source == \"modname\")", lines: 4, reason: NEEDS_DEBUG },
  { file: "calls", from: "-- another small bug (in 5.2.1)", lines: 10, reason: NEEDS_LOAD },
  { file: "calls", from: "assert(not pcall(string.dump, print))  -- no dump of C functions", reason: NEEDS_LOAD },
  { file: "calls", from: "cannotload(\"hhi\", load(function () error(\"hhi\") end))", reason: NEEDS_LOAD },
  { file: "calls", from: "-- any value is valid for _ENV", lines: 2, reason: ENVIRONMENT },
  { file: "calls", from: "-- load when _ENV is not first upvalue", lines: 11, reason: NEEDS_DEBUG },
  { file: "literals", from: "local function lexstring (x, y, n)", lines: 15, reason: NEEDS_DEBUG },
  { file: "locals", from: "local function getenv (f)", lines: 13, reason: NEEDS_DEBUG },
  { file: "locals", from: "assert(_ENV == _G)", lines: 28, reason: ENVIRONMENT },
  { file: "locals", from: "end   -- }", reason: ENVIRONMENT },
  { file: "math", from: "checkcompt(\"divide by zero\", \"return 2 // 0\")", lines: 6, reason: MESSAGE },
  { file: "bitwise", from: "local st, msg = pcall(function () return 4 & \"a\" end)", lines: 5, reason: ENVIRONMENT },
  { file: "closure", from: "-- force a GC in this level", lines: 7, reason: NEEDS_GC },
  { file: "closure", from: "-- test for debug manipulation of upvalues", lines: 39, reason: NEEDS_DEBUG },
  { file: "events", from: "_ENV = setmetatable({}, {__index=_G})", reason: ENVIRONMENT },
  { file: "events", from: "assert(X == 30 and _G.X == 20)", lines: 5, reason: ENVIRONMENT },
  { file: "goto", from: "-- all functions share same 'a'", lines: 24, reason: NEEDS_DEBUG },
  { file: "nextvar", from: "  local a = {}", lines: 9, reason: HOST },
  { file: "errors", from: "-- passing light userdata instead of full userdata", lines: 8, reason: NEEDS_DEBUG },
  { file: "errors", from: "checkmessage(\"math.sin(io.input())\", \"(number expected, got FILE*)\")", reason: HOST },
  { file: "errors", from: "checkmessage(\"io.input(XX)\", \"(FILE* expected, got My Type)\")", reason: HOST },
  { file: "errors", from: "checkmessage(\"return ~io.stdin\", \"on a FILE* value\")", reason: HOST },
  { file: "errors", from: "checkmessage(\"return XX < io.stdin\", \"My Type with FILE*\")", reason: HOST },
];
