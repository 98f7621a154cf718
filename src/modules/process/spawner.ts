/** Spawning with everything that can be said about the new process. */

import type { Actor, Scope } from '../../core/context/identity.ts';
import type { PID } from '../../core/pid/pid.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { Traversal } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, type LuaTable, type LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { plainText } from '../../lua/stdlib/tostring.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLua } from '../../services/lua/convert/host.ts';
import { luaPayloads, payloadToLua } from '../../services/lua/convert/payloads.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, currentProcess, defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import {
  type ExecCommand,
  type ExecResult,
  ProcessCommand,
  type SpawnCommand,
} from '../../system/processes/process-commands.ts';
import type { InitialMessage, SpawnRequest } from '../../system/processes/spawn-request.ts';

/** What a spawner adds to every request. Immutable. */
export class Spawner {
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly actor: Actor | undefined;
  readonly scope: Scope | undefined;
  readonly name: string | undefined;
  readonly messages: readonly InitialMessage[];

  constructor(from: Partial<Omit<Spawner, 'with'>> = {}) {
    this.values = from.values;
    this.options = from.options;
    this.actor = from.actor;
    this.scope = from.scope;
    this.name = from.name;
    this.messages = from.messages ?? [];
  }

  with(changes: Partial<Omit<Spawner, 'with'>>): Spawner {
    return new Spawner({ ...this, ...changes });
  }
}

/** The fields of a Lua table as host values. */
export function recordOf(table: LuaTable): Record<string, unknown> {
  const record: Record<string, unknown> = {};
  const traversal = new Traversal(table);
  while (traversal.advance()) {
    const { key, value } = traversal;
    record[typeof key === 'string' ? fromLuaString(key) : plainText(key)] = fromLua(value);
  }
  return record;
}

interface Flavour {
  readonly monitored?: boolean;
  readonly linked?: boolean;
}

/** How spawning differs by its function's name. */
const FLAVOURS: Readonly<Record<string, Flavour>> = {
  spawn: {},
  spawn_monitored: { monitored: true },
  spawn_linked: { linked: true },
  spawn_linked_monitored: { monitored: true, linked: true },
};

function request(spawner: Spawner, source: string, host: string, input: Payload[], flavour: Flavour): SpawnRequest {
  const { values, options, actor, scope, name, messages } = spawner;
  return {
    source,
    host,
    input,
    ...flavour,
    ...(values === undefined ? {} : { values }),
    ...(options === undefined ? {} : { options }),
    ...(actor === undefined ? {} : { actor }),
    ...(scope === undefined ? {} : { scope }),
    ...(name === undefined ? {} : { name }),
    ...(messages.length === 0 ? {} : { messages }),
  };
}

function pidText(pid: unknown): LuaResult {
  return (pid as PID).text;
}

const PLAIN = new Spawner();

/** `spawn(id, host, ...)` in one of its flavours; `from` is where its own arguments begin. */
function spawnWith(name: string, spawner: Spawner, args: LuaValue[], from: number): LuaResult {
  const source = args[from];
  const host = args[from + 1];
  if (typeof source !== 'string' || source === '') return invalid('process ID required');
  if (typeof host !== 'string' || host === '') return invalid('host ID required');
  const input = luaPayloads(args.slice(from + 2));
  const flavour = FLAVOURS[name] as Flavour;
  const spawned =
    spawner === PLAIN && flavour === FLAVOURS.spawn
      ? { source: fromLuaString(source), host: fromLuaString(host), input }
      : request(spawner, fromLuaString(source), fromLuaString(host), input, flavour);
  const command: SpawnCommand = { id: ProcessCommand.Spawn, request: spawned };
  return attempt(command, pidText);
}

function execWith(spawner: Spawner, args: LuaValue[], from: number): LuaResult {
  const source = args[from];
  const host = args[from + 1];
  if (typeof source !== 'string' || source === '') return invalid('process ID required');
  if (typeof host !== 'string' || host === '') return invalid('host ID required');
  const input = luaPayloads(args.slice(from + 2));
  const command: ExecCommand = {
    id: ProcessCommand.Exec,
    request: request(spawner, fromLuaString(source), fromLuaString(host), input, {}),
  };
  return wait(command, (data) => {
    const values = data as ExecResult;
    const first = values?.[0];
    return [first === undefined ? undefined : payloadToLua(first, currentProcess().runtime.transcoder), undefined];
  });
}

/** The spawn functions of the module itself. */
export function spawnFunctions(): Record<string, LuaFunction> {
  const functions: Record<string, LuaFunction> = { exec: (...args) => execWith(PLAIN, args, 0) };
  for (const name of Object.keys(FLAVOURS)) functions[name] = (...args) => spawnWith(name, PLAIN, args, 0);
  return functions;
}

const spawnerClass: UserdataClass<Spawner> = defineClass<Spawner>('process.Spawner', Spawner, () => {
  const self = (args: LuaValue[], name: string): Spawner => spawnerClass.check(args, 1, name);
  const methods: Record<string, LuaFunction> = {
    with_context: (...args) => {
      const spawner = self(args, 'with_context');
      const values = { ...spawner.values, ...recordOf(checkTable(args, 2, 'with_context')) };
      return spawnerClass.create(spawner.with({ values }));
    },
    with_options: (...args) => {
      const spawner = self(args, 'with_options');
      const options = { ...spawner.options, ...recordOf(checkTable(args, 2, 'with_options')) };
      return spawnerClass.create(spawner.with({ options }));
    },
    with_actor: (...args) => identified(self(args, 'with_actor'), args[1], 'actor'),
    with_scope: (...args) => identified(self(args, 'with_scope'), args[1], 'scope'),
    with_name: (...args) =>
      spawnerClass.create(self(args, 'with_name').with({ name: fromLuaString(checkString(args, 2, 'with_name')) })),
    with_message: (...args) => {
      const spawner = self(args, 'with_message');
      const topic = fromLuaString(checkString(args, 2, 'with_message'));
      const messages = [...spawner.messages, { topic, payloads: luaPayloads(args.slice(2)) }];
      return spawnerClass.create(spawner.with({ messages }));
    },
    exec: (...args) => execWith(self(args, 'exec'), args, 1),
  };
  for (const name of Object.keys(FLAVOURS)) methods[name] = (...args) => spawnWith(name, self(args, name), args, 1);
  return methods;
});

/** An actor or a scope is userdata of the security module; its data is the identity itself. */
function identified(spawner: Spawner, value: LuaValue, field: 'actor' | 'scope'): LuaResult {
  if (!(value instanceof Userdata)) {
    return failure(new WippyError(`${field} expected`, { kind: 'Invalid', retryable: false }));
  }
  return spawnerClass.create(spawner.with({ [field]: value.data as never }));
}

/** `process.with_context(values)`, `process.with_options(options)`. */
export function spawnerFunctions(): Record<string, LuaFunction> {
  return {
    with_context: (...args) =>
      spawnerClass.create(PLAIN.with({ values: recordOf(checkTable(args, 1, 'with_context')) })),
    with_options: (...args) =>
      spawnerClass.create(PLAIN.with({ options: recordOf(checkTable(args, 1, 'with_options')) })),
  };
}
