/**
 * A Lua module is declared once: its name, what class of effects it has, the types that tools read, and its functions.
 */

import type { Command } from '../../core/dispatcher/command.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { checkUserdata } from '../../lua/runtime/arguments.ts';
import { block, state } from '../../lua/runtime/state.ts';
import { rawSet } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { library } from '../../lua/stdlib/library.ts';
import { failure } from './convert/errors.ts';
import type { LuaProcess } from './process/lua-process.ts';

/** Where a module may be used; a workflow takes only `deterministic` and `workflow` ones. */
export type ModuleClass =
  | 'deterministic'
  | 'nondeterministic'
  | 'encoding'
  | 'io'
  | 'network'
  | 'storage'
  | 'process'
  | 'security'
  | 'time'
  | 'workflow';

export interface LuaModule {
  readonly name: string;
  readonly description: string;
  readonly classes: readonly ModuleClass[];
  /** The module's types in the dialect's own type syntax: one `type` or `interface` statement after the other. */
  readonly types: string;
  /** Makes the module's value; called once per isolate, the value is shared by all processes and frozen. */
  readonly build: () => LuaValue;
  /** True for what every program finds in its environment without declaring it. */
  readonly global?: boolean;
}

/** The members of a module: functions, constants, and tables of them. */
export interface ModuleMembers {
  readonly [name: string]: LuaValue | ModuleMembers;
}

export interface ModuleDefinition {
  name: string;
  description: string;
  classes: readonly ModuleClass[];
  types: string;
  /** A function, so that importing the module's file does nothing. */
  members: () => ModuleMembers;
  global?: boolean;
}

/** Declares a module whose value is a table. */
export function defineModule(definition: ModuleDefinition): LuaModule {
  const { name, description, classes, types, global = false } = definition;
  let built: LuaTable | undefined;
  return {
    name,
    description,
    classes,
    types,
    global,
    build: () => {
      built ??= frozenTable(definition.members());
      return built;
    },
  };
}

function frozenTable(members: ModuleMembers): LuaTable {
  const fields: Record<string, LuaValue> = {};
  for (const [name, member] of Object.entries(members)) {
    const plain = typeof member === 'object' && member !== null && Object.getPrototypeOf(member) === Object.prototype;
    fields[name] = plain ? frozenTable(member as ModuleMembers) : (member as LuaValue);
  }
  return library(fields);
}

/** A class of userdata: makes values and finds their data in arguments. */
export interface UserdataClass<T> {
  create(data: T): Userdata<T>;
  /** The data of the argument at `position` (from 1); throws `bad argument` otherwise. */
  check(args: LuaValue[], position: number, functionName: string): T;
  /** The data of a value of this class, or undefined. */
  of(value: LuaValue): T | undefined;
}

/**
 * Declares a class of userdata. `methods` get all arguments, the object first; `metamethods` are by their names with
 * underscores. The metatable is made on first use, is frozen and cannot be read from Lua.
 */
export function defineClass<T extends object>(
  name: string,
  constructor: abstract new (...args: never[]) => T,
  methods: () => Record<string, LuaFunction>,
  metamethods: () => Record<string, LuaFunction> = () => ({}),
): UserdataClass<T> {
  let metatable: LuaTable | undefined;
  const table = (): LuaTable => {
    metatable ??= library({ __name: name, __index: library(methods()), __metatable: false, ...metamethods() });
    return metatable;
  };
  return {
    create: (data) => new Userdata(data, table()),
    check: (args, position, functionName) =>
      checkUserdata(args, position, functionName, constructor as new (...args: never[]) => T, name),
    of: (value) => (value instanceof Userdata && value.data instanceof constructor ? (value.data as T) : undefined),
  };
}

/** The process on whose behalf Lua runs now. Throws where Lua runs without one. */
export function currentProcess(): LuaProcess {
  if (state.host === null) throw new WippyError('this function needs a process', { kind: 'InvalidState' });
  return state.host as LuaProcess;
}

/** Does a command that never waits. Throws the handler's WippyError. */
export function perform(command: Command): unknown {
  const process = currentProcess();
  return process.runtime.dispatcher.perform(command, process.context);
}

/** As `perform`, with Lua's way to fail: `convert(result)`, or `nil, error`. */
export function attempt(command: Command, convert: (data: unknown) => LuaResult): LuaResult {
  try {
    return convert(perform(command));
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

/** What a process does with a command that it waits for. */
export interface CommandRequest {
  readonly command: Command;
  readonly convert: (data: unknown, error: WippyError | null) => LuaResult;
}

/**
 * Suspends the coroutine until the command is answered: `return wait(command, (data) => ...)`. A failed command gives
 * `nil, error` unless `fail` says otherwise.
 */
export function wait(
  command: Command,
  convert: (data: unknown) => LuaResult,
  fail: (error: WippyError) => LuaResult = failure,
): LuaResult {
  const request: CommandRequest = { command, convert: (data, error) => (error === null ? convert(data) : fail(error)) };
  return block(request);
}

/** Sets fields of a table from a record, leaving out nil. */
export function fields(record: Readonly<Record<string, LuaValue>>): LuaTable {
  const table = new LuaTable();
  for (const [name, value] of Object.entries(record)) if (value !== undefined) rawSet(table, name, value);
  return table;
}

/**
 * The handler of a command whose work is a promise. The signal aborts when the process ends or gives the command up.
 */
export function registerAsync<C extends Command>(
  dispatcher: Dispatcher,
  id: number,
  work: (command: C, signal: AbortSignal) => Promise<unknown>,
): void {
  dispatcher.register<C>(id, (command, completion) => {
    const controller = new AbortController();
    work(command, controller.signal).then(
      (data) => completion.complete(data),
      (error: unknown) =>
        completion.fail(
          error instanceof WippyError
            ? error
            : new WippyError(String(error instanceof Error ? error.message : error), {
                kind: 'Internal',
                cause: error,
              }),
        ),
    );
    return () => controller.abort();
  });
}
