/** The kinds of Lua entries: functions, libraries, processes. Reference: lua/entries of the Wippy documentation. */

import { z } from 'zod';
import { type Claim, defineKind, entryRef, type KindHandler } from '../../core/kinds/index.ts';
import { type Entry, sameContent } from '../../core/registry/index.ts';
import type { Process } from '../../core/scheduler/process.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { contextKey } from '../../infrastructure/app-context.ts';
import { deepEqual, isPlainObject } from '../../infrastructure/plain-data.ts';
import { factoriesKey, functionPoolsKey, functionsKey, processesKey } from '../../system/context-keys.ts';
import { ProcessFunction } from '../../system/functions/process-function.ts';
import { fileSystemsKey } from '../fs/filesystem-registry.ts';
import { type BytecodeReference, readBytecode } from './code/bytecode.ts';
import type { CodeStore, LuaSource } from './code/code-store.ts';
import { LuaFunctions } from './functions.ts';
import { LuaProcess, type LuaRuntime } from './process/lua-process.ts';

export const codeStoreKey = contextKey<CodeStore>('Lua code');
export const luaRuntimeKey = contextKey<LuaRuntime>('Lua runtime');

const moduleName = () =>
  z
    .string()
    .min(1, { error: 'module cannot be empty' })
    .regex(/^[^:]*$/, { error: 'module cannot have a namespace' });

/** Values are full ids, or names of modules: what has no colon is no id. */
const imports = () =>
  z.record(
    z.string().min(1),
    entryRef({ kinds: ['library.lua*', 'function.lua*', 'process.lua*'], optional: true, code: true }),
  );

const linked = () => ({
  modules: z.array(moduleName()).nullish(),
  imports: imports().nullish(),
});

const code = () => ({ source: z.string().min(1), ...linked() });

/** Code that a pack holds in compiled form. */
const bytecode = () => ({
  fs: entryRef({ kinds: ['fs.*'] }),
  path: z.string().min(1),
  hash: z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'expected sha256: and 64 hexadecimal digits' }),
  ...linked(),
});

const pool = () =>
  z.object({
    type: z.string().optional(),
    size: z.int().min(0).optional(),
    workers: z.int().min(0).optional(),
    buffer: z.int().min(0).optional(),
    warm_start: z.boolean().optional(),
    max_size: z.int().min(0).optional(),
  });

const meta = () => z.looseObject({ options: z.record(z.string(), z.unknown()).optional() });

type Linked = z.infer<z.ZodObject<ReturnType<typeof linked>>>;
type Code = Linked & ({ readonly source: string } | BytecodeReference);

/** The code of an entry, read from its file system where it was compiled before. */
async function sourceOf(context: AppContext, id: string, config: Code): Promise<LuaSource> {
  const { modules, imports } = config;
  const found =
    'source' in config ? { source: config.source } : await readBytecode(context.require(fileSystemsKey), id, config);
  return { ...found, modules: modules ?? [], imports: imports ?? {} };
}

function createProcess(context: AppContext, id: string): Process {
  return new LuaProcess(context.require(luaRuntimeKey), context.require(codeStoreKey).program(id), false);
}

/** Takes an entry's code out of the store; entries that import it stop that. */
function forget(context: AppContext, entry: Entry): void {
  context.require(codeStoreKey).delete(entry.id);
}

const functionFields = () => ({ method: z.string().min(1), pool: pool().optional() });
function functionSchema() {
  return z.object({ ...code(), ...functionFields() });
}

function functionBytecode() {
  return z.object({ ...bytecode(), ...functionFields() });
}

type FunctionConfig = z.output<ReturnType<typeof functionSchema | typeof functionBytecode>> & {
  meta: z.output<ReturnType<typeof meta>>;
};

function functionHandler(context: AppContext): KindHandler<FunctionConfig> {
  return new LuaFunctions<FunctionConfig>({
    code: context.require(codeStoreKey),
    functions: context.require(functionsKey),
    pools: context.require(functionPoolsKey),
    sourceOf: (id, config) => sourceOf(context, id, config),
    createProcess: (program) => new LuaProcess(context.require(luaRuntimeKey), program, true),
  });
}

/** The number of instances is no part of the code. */
function sameFunctionCode(next: Entry, previous: Entry): boolean {
  const withoutPool = ({ data }: Entry): unknown => (isPlainObject(data) ? { ...data, pool: undefined } : data);
  return deepEqual(withoutPool(next), withoutPool(previous));
}

function librarySchema() {
  return z.object(code());
}

function libraryBytecode() {
  return z.object(bytecode());
}

function libraryHandler(context: AppContext): KindHandler<Code> {
  const put = async (entry: Entry, config: Code, anew = false): Promise<void> => {
    context.require(codeStoreKey).set(entry.id, await sourceOf(context, entry.id, config), undefined, anew);
  };
  return {
    name: 'lua libraries',
    add: (entry, config) => put(entry, config),
    update: (next, previous) => put(next.entry, next.config, sameContent(next.entry, previous.entry)),
    remove: (entry) => forget(context, entry),
  };
}

const processFields = () => ({ method: z.string().min(1).default('main') });
function processSchema() {
  return z.object({ ...code(), ...processFields() });
}

function processBytecode() {
  return z.object({ ...bytecode(), ...processFields() });
}

function processMeta() {
  return z.looseObject({
    options: z.looseObject({ default_host: z.string().optional() }).optional(),
    default_host: z.string().optional(),
  });
}

/** Names of commands are those of the application. */
function commandClaims({ meta: { command } }: { meta: Readonly<Record<string, unknown>> }): Claim[] {
  const name = isPlainObject(command) ? command['name'] : undefined;
  if (typeof name !== 'string' || name === '') return [];
  return [
    { resource: 'command', key: name, text: `the command "${name}"`, path: ['meta', 'command', 'name'], certain: true },
  ];
}

type ProcessConfig = z.output<ReturnType<typeof processSchema | typeof processBytecode>> & {
  meta: z.output<ReturnType<typeof processMeta>>;
};

function processHandler(context: AppContext): KindHandler<ProcessConfig> {
  const put = async (entry: Entry, config: ProcessConfig, anew = false): Promise<void> => {
    context.require(codeStoreKey).set(entry.id, await sourceOf(context, entry.id, config), undefined, anew);
    const { options, default_host } = config.meta;
    context.require(factoriesKey).register(entry.id, {
      create: () => createProcess(context, entry.id),
      method: config.method,
      ...(options === undefined ? {} : { options }),
    });
    const host = options?.default_host ?? default_host;
    const functions = context.require(functionsKey);
    // A process with a default host can be called like a function.
    if (host !== undefined) {
      functions.register(entry.id, new ProcessFunction(context.require(processesKey), entry.id, host), options ?? null);
    } else if (functions.has(entry.id)) {
      functions.delete(entry.id);
    }
  };
  return {
    name: 'lua processes',
    add: (entry, config) => put(entry, config),
    update: (next, previous) => put(next.entry, next.config, sameContent(next.entry, previous.entry)),
    remove: (entry) => {
      context.require(factoriesKey).delete(entry.id);
      if (context.require(functionsKey).has(entry.id)) context.require(functionsKey).delete(entry.id);
      forget(context, entry);
    },
  };
}

/** An entry with code only says what can run; that it runs is said by an entry of another kind. */
const RUN_BY_SERVICE =
  'The entry is only code. Add an entry of kind process.service with `process` (this entry), `host` and the lifecycle.';

/** `function.lua`, `library.lua`, `process.lua`, and the compiled forms that packs hold. */
export function luaKinds() {
  return [
    defineKind({
      kind: 'function.lua',
      description: 'A Lua function that others call by its id.',
      schema: functionSchema,
      meta,
      onCodeChange: 'swap',
      sameCode: sameFunctionCode,
      handler: functionHandler,
    }),
    defineKind({
      kind: 'library.lua',
      description: 'Lua code that other Lua entries import.',
      schema: librarySchema,
      handler: libraryHandler,
    }),
    defineKind({
      kind: 'process.lua',
      description: 'Lua code that runs as a process.',
      schema: processSchema,
      meta: processMeta,
      strayFields: { lifecycle: RUN_BY_SERVICE, host: RUN_BY_SERVICE, input: RUN_BY_SERVICE },
      claims: commandClaims,
      handler: processHandler,
    }),
    defineKind({
      kind: 'function.lua.bc',
      description: 'A Lua function in compiled form.',
      schema: functionBytecode,
      meta,
      onCodeChange: 'swap',
      sameCode: sameFunctionCode,
      handler: functionHandler,
    }),
    defineKind({
      kind: 'library.lua.bc',
      description: 'Lua code that other Lua entries import, in compiled form.',
      schema: libraryBytecode,
      handler: libraryHandler,
    }),
    defineKind({
      kind: 'process.lua.bc',
      description: 'Lua code that runs as a process, in compiled form.',
      schema: processBytecode,
      meta: processMeta,
      claims: commandClaims,
      handler: processHandler,
    }),
  ];
}
