/** `npm run -s lua -- FILE [args]`: runs one plain Lua file. */

import { readFileSync, writeSync } from 'node:fs';
import { CompileError } from './compile/chunk.ts';
import { compileBytes, load, runMain } from './engine.ts';
import { finishNow } from './runtime/coroutine.ts';
import { formatTraceback } from './runtime/stack.ts';
import { tableOf } from './runtime/table.ts';
import { asLuaError } from './runtime/thrown.ts';
import { firstValue, type LuaFunction, type LuaValue } from './runtime/values.ts';
import { createEnvironment, standardGlobals } from './stdlib/index.ts';
import { toStringValue } from './stdlib/tostring.ts';

/** How much text `print` gathers before it writes. */
const BUFFER = 1 << 16;

let pending = '';

function flush(): void {
  const bytes = Buffer.from(pending, 'latin1');
  pending = '';
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}

function write(text: string): void {
  pending += text;
  if (pending.length > BUFFER) flush();
}

const print: LuaFunction = (...values) => {
  const texts = values.map((value) => String(firstValue(finishNow(() => toStringValue(value)))));
  write(`${texts.join('\t')}\n`);
  return [];
};

function show(value: LuaValue): string {
  if (typeof value === 'string') return value;
  try {
    return String(firstValue(finishNow(() => toStringValue(value))));
  } catch {
    return '(error object cannot be shown)';
  }
}

/** Runs a file and gives the exit code: 0, or 1 after a syntax or run-time error, told on standard error. */
export function main(argv: readonly string[]): number {
  const [file, ...args] = argv;
  if (file === undefined) {
    process.stderr.write('usage: lua FILE [args]\n');
    return 2;
  }
  try {
    const program = load(compileBytes(readFileSync(file), file));
    const environment = createEnvironment({
      ...standardGlobals(),
      print,
      arg: tableOf([...args]),
      io: tableOf([], { write: (...values) => (write(values.map(show).join('')), []) }),
    });
    runMain(program, environment, [...args]);
    flush();
    return 0;
  } catch (error) {
    flush();
    process.stderr.write(`lua: ${describe(error)}\n`);
    return 1;
  }
}

function describe(error: unknown): string {
  if (error instanceof CompileError) {
    const name = error.message.slice(0, error.message.indexOf(':'));
    return error.problems.map((problem) => `${name}:${problem.line}: ${problem.message}`).join('\n');
  }
  const node = error as NodeJS.ErrnoException;
  if (node instanceof Error && node.code !== undefined)
    return `cannot open ${node.path ?? 'the file'}: ${node.message}`;
  const luaError = asLuaError(error);
  const text = show(luaError.value);
  return luaError.trace.length === 0 ? text : `${text}\n${formatTraceback(luaError.trace)}`;
}

process.exitCode = main(process.argv.slice(2));
