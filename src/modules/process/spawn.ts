/** `spawn` in all its flavours, and `exec`. */

import type { PID } from '../../core/pid/pid.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { luaPayloads, payloadToLua } from '../../services/lua/convert/payloads.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, currentProcess, wait } from '../../services/lua/module.ts';
import {
  type ExecCommand,
  type ExecResult,
  ProcessCommand,
  type SpawnCommand,
} from '../../system/processes/process-commands.ts';
import type { SpawnRequest } from '../../system/processes/spawn-request.ts';
import type { Spawner } from './spawner.ts';

interface Flavour {
  readonly monitored?: boolean;
  readonly linked?: boolean;
}

/** How spawning differs by its function's name. */
export const FLAVOURS: Readonly<Record<string, Flavour>> = {
  spawn: {},
  spawn_monitored: { monitored: true },
  spawn_linked: { linked: true },
  spawn_linked_monitored: { monitored: true, linked: true },
};

/** The request for arguments that begin at `from` with id and host. */
function requestOf(name: string, spawner: Spawner | null, args: LuaValue[], from: number): SpawnRequest {
  const source = fromLuaString(checkString(args, from + 1, name));
  const host = fromLuaString(checkString(args, from + 2, name));
  const input = luaPayloads(args.length > from + 2 ? args.slice(from + 2) : []);
  const { monitored, linked } = FLAVOURS[name] ?? {};
  if (spawner === null) return { source, host, input, monitored, linked };
  const { values, options, actor, scope, messages } = spawner;
  return { source, host, input, monitored, linked, values, options, actor, scope, name: spawner.name, messages };
}

const pidText = (pid: unknown): LuaResult => (pid as PID).text;

/** Spawns; the PID, or nil and an error. Without a spawner nothing is added to the request. */
export function spawn(name: string, spawner: Spawner | null, args: LuaValue[], from: number): LuaResult {
  if (args.length < from + 2) return invalid(`${name} requires at least id and host arguments`);
  const command: SpawnCommand = { id: ProcessCommand.Spawn, request: requestOf(name, spawner, args, from) };
  return attempt(command, pidText);
}

/** Spawns and waits for the end; what the process returned, or nil and its error. */
export function exec(spawner: Spawner | null, args: LuaValue[], from: number): LuaResult {
  if (args.length < from + 2) return invalid('exec requires id and host arguments');
  const command: ExecCommand = { id: ProcessCommand.Exec, request: requestOf('exec', spawner, args, from) };
  return wait(command, (data) => {
    const first = (data as ExecResult)?.[0];
    return [first === undefined ? undefined : payloadToLua(first, currentProcess().runtime.transcoder), undefined];
  });
}

/** The spawn functions of the module itself. */
export function spawnFunctions(): Record<string, LuaFunction> {
  const functions: Record<string, LuaFunction> = { exec: (...args) => exec(null, args, 0) };
  for (const name of Object.keys(FLAVOURS)) functions[name] = (...args) => spawn(name, null, args, 0);
  return functions;
}
