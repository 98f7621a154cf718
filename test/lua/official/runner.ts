/**
 * Runs one official test file. Beside the standard library the file gets what test programs use as tools and programs
 * of this project do not have: `load` of text, `require` of libraries that are loaded already, a `collectgarbage` that
 * does nothing, and `io.write`.
 */

import { readFileSync } from 'node:fs';
import {
  CompileError,
  compileBytes,
  createEnvironment,
  EMPTY,
  finishNow,
  firstValue,
  formatTraceback,
  type LuaFunction,
  LuaTable,
  type LuaValue,
  load,
  rawGet,
  rawSet,
  resumable,
  runMain,
  standardGlobals,
  tableOf,
  Userdata,
} from '../../../src/lua/index.ts';
import { asLuaError } from '../../../src/lua/runtime/thrown.ts';
import { toStringValue } from '../../../src/lua/stdlib/tostring.ts';

const text = (value: LuaValue) => String(firstValue(finishNow(() => toStringValue(value))));

const write: LuaFunction = (...values) => {
  process.stdout.write(values.map(text).join(''), 'latin1');
  return EMPTY;
};

const print: LuaFunction = (...values) => {
  process.stdout.write(`${values.map(text).join('\t')}\n`, 'latin1');
  return EMPTY;
};

/** `[string "..."]` and the like, as `luaO_chunkid` of PUC makes them. */
function chunkId(name: string): string {
  if (name.startsWith('=') || name.startsWith('@')) return name.slice(1);
  const line = name.split('\n')[0] as string;
  const cut = line !== name || line.length > 40;
  return `[string "${cut ? `${line.slice(0, 37)}...` : line}"]`;
}

function loader(globals: LuaTable): LuaFunction {
  return resumable(function* (chunk, name, _mode, environment) {
    let source = '';
    if (typeof chunk === 'string') source = chunk;
    else {
      for (;;) {
        const [piece] = yield [chunk];
        if (piece === undefined || piece === '') break;
        if (typeof piece !== 'string') return [undefined, 'reader function must return a string'];
        source += piece;
      }
    }
    const given = typeof name === 'string' ? name : typeof chunk === 'string' ? chunk : '=(load)';
    try {
      // Only files may begin with a line for the shell; a blank keeps `#` from being taken for one.
      const text = source.startsWith('#') ? ` ${source}` : source;
      const program = load(compileBytes(Buffer.from(text, 'latin1'), chunkId(given)));
      return program.instantiate(environment instanceof LuaTable ? environment : globals);
    } catch (error) {
      if (error instanceof CompileError) return [undefined, error.message];
      throw error;
    }
  });
}

/** `require` of what is a global already, or of what the program put into `package.preload`. */
function requirer(globals: LuaTable): LuaFunction {
  return resumable(function* (name) {
    const preload = rawGet(rawGet(globals, 'package') as LuaTable, 'preload') as LuaTable;
    const open = rawGet(preload, name);
    if (open === undefined) return rawGet(globals, name);
    const [module] = yield [open, name];
    return module;
  });
}

function main(file: string, soft: boolean): number {
  try {
    const program = load(compileBytes(readFileSync(file), file));
    const environment = createEnvironment(standardGlobals());
    const define = (name: string, value: LuaValue) => rawSet(environment, name, value);
    define('print', print);
    if (soft) define('_soft', true);
    define(
      'io',
      tableOf([], { write, stderr: tableOf([], { write: () => EMPTY }), stdin: new Userdata(null, undefined) }),
    );
    define('load', loader(environment));
    define(
      'package',
      tableOf([], {
        loaded: tableOf([], { ...standardGlobals(), package: true, io: true, _G: true }),
        preload: tableOf([]),
      }),
    );
    define('require', requirer(environment));
    define('collectgarbage', () => 0);
    runMain(program, environment);
    return 0;
  } catch (error) {
    if (error instanceof CompileError) process.stderr.write(`lua: ${error.message}\n`);
    else {
      const { value, trace } = asLuaError(error);
      process.stderr.write(`lua: ${text(value)}\n${formatTraceback(trace)}\n`);
    }
    return 1;
  }
}

process.exitCode = main(process.argv[2] as string, process.argv[3] === 'true');
