/** Module `process`: spawn, watch, send, receive. Reference: lua/core/process of the Wippy documentation. */

import { LifecycleEventKind } from '../../core/scheduler/lifecycle-events.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import { block } from '../../lua/runtime/state.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { errorToLua, invalid } from '../../services/lua/convert/errors.ts';
import { toLua } from '../../services/lua/convert/host.ts';
import { luaPayload, luaPayloads } from '../../services/lua/convert/payloads.ts';
import { recordOf } from '../../services/lua/convert/record.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { attempt, currentProcess, defineModule, perform } from '../../services/lua/module.ts';
import { UpgradeCall } from '../../services/lua/process/lua-process.ts';
import {
  type CancelCommand,
  ProcessCommand,
  type SendCommand,
  type SetOptionsCommand,
  type TargetCommand,
} from '../../system/processes/process-commands.ts';
import { nameMembers } from './names.ts';
import { spawnFunctions } from './spawn.ts';
import { spawnerFunctions } from './spawner.ts';
import { topicFunctions } from './topics.ts';

const done = (): LuaResult => true;

const send: LuaFunction = (...args) => {
  if (args.length < 2) return invalid('send requires at least destination and topic arguments');
  const destination = fromLuaString(checkString(args, 1, 'send'));
  const topic = fromLuaString(checkString(args, 2, 'send'));
  const payloads = args.length === 3 ? [luaPayload(args[2])] : luaPayloads(args.slice(2));
  const command: SendCommand = { id: ProcessCommand.Send, destination, topic, payloads };
  return attempt(command, done);
};

/** `terminate`, `monitor` and the like: one destination, true or nil and error. */
function target(name: string, id: number): LuaFunction {
  return (...args) => {
    if (args.length === 0) return invalid(`${name} requires a destination argument`);
    const command: TargetCommand = { id, destination: fromLuaString(checkString(args, 1, name)) };
    return attempt(command, done);
  };
}

const cancel: LuaFunction = (...args) => {
  if (args.length === 0) return invalid('cancel requires at least destination argument');
  const destination = fromLuaString(checkString(args, 1, 'cancel'));
  const reason = args[1] === undefined ? '' : fromLuaString(checkString(args, 2, 'cancel'));
  const command: CancelCommand = { id: ProcessCommand.Cancel, destination, reason };
  return attempt(command, done);
};

const upgrade: LuaFunction = (...args) => {
  const id = args[0];
  if (id !== undefined && typeof id !== 'string') return invalid('process ID must be a string or nil');
  const source = id === undefined || id === '' ? null : fromLuaString(id);
  return block(new UpgradeCall({ source, input: luaPayloads(args.slice(1)) }));
};

/** Unlike the others it says false where it fails. */
const setOptions: LuaFunction = (...args) => {
  try {
    if (!(args[0] instanceof LuaTable)) {
      throw new WippyError('options parameter must be a table', { kind: 'Invalid', retryable: false });
    }
    const command: SetOptionsCommand = { id: ProcessCommand.SetOptions, options: recordOf(args[0]) };
    perform(command);
    return [true, undefined];
  } catch (error) {
    if (error instanceof WippyError) return [false, errorToLua(error)];
    throw error;
  }
};

function ownPid(): LuaValue {
  const { pid } = currentProcess().context;
  if (pid === null) throw new WippyError('no process PID', { kind: 'Internal', retryable: false });
  return toLuaString(pid.text);
}

export const processModule = defineModule({
  name: 'process',
  description: 'Processes: spawn, watch, send and receive.',
  classes: ['process', 'nondeterministic', 'workflow'],
  global: true,
  types: `
    type Event = {
      kind: string, at: integer, from: string?, reason: string?, result: {value: any, error: error?}?, sources: {string}?,
    }
    interface Message
      topic: (self: Message) -> string;
      from: (self: Message) -> string?;
      payload: (self: Message) -> any;
    end
    interface Spawner
      with_context: (self: Spawner, values: {[string]: any}) -> Spawner;
      with_options: (self: Spawner, options: {[string]: any}) -> Spawner;
      with_actor: (self: Spawner, actor: any) -> Spawner;
      with_scope: (self: Spawner, scope: any) -> Spawner;
      with_name: (self: Spawner, name: string) -> Spawner;
      with_message: (self: Spawner, topic: string, ...any) -> Spawner;
      spawn: (self: Spawner, id: string, host: string, ...any) -> (string?, error?);
      spawn_monitored: (self: Spawner, id: string, host: string, ...any) -> (string?, error?);
      spawn_linked: (self: Spawner, id: string, host: string, ...any) -> (string?, error?);
      spawn_linked_monitored: (self: Spawner, id: string, host: string, ...any) -> (string?, error?);
      exec: (self: Spawner, id: string, host: string, ...any) -> (any, error?);
    end
    type process = {
      id: () -> string,
      pid: () -> string,
      send: (destination: string, topic: string, ...any) -> (boolean?, error?),
      spawn: (id: string, host: string, ...any) -> (string?, error?),
      spawn_monitored: (id: string, host: string, ...any) -> (string?, error?),
      spawn_linked: (id: string, host: string, ...any) -> (string?, error?),
      spawn_linked_monitored: (id: string, host: string, ...any) -> (string?, error?),
      exec: (id: string, host: string, ...any) -> (any, error?),
      terminate: (destination: string) -> (boolean?, error?),
      cancel: (destination: string, reason?: string) -> (boolean?, error?),
      monitor: (destination: string) -> (boolean?, error?),
      unmonitor: (destination: string) -> (boolean?, error?),
      link: (destination: string) -> (boolean?, error?),
      unlink: (destination: string) -> (boolean?, error?),
      get_options: () -> {trap_links: boolean, upgradable: boolean},
      set_options: (options: {trap_links: boolean?, upgradable: boolean?}) -> (boolean?, error?),
      inbox: () -> any,
      events: () -> any,
      listen: (topic: string, options?: {message: boolean?}) -> (any, error?),
      unlisten: (channel: any) -> boolean,
      upgrade: (id: string?, ...any) -> never,
      with_context: (values: {[string]: any}) -> Spawner,
      with_options: (options: {[string]: any}) -> Spawner,
      event: {EXIT: string, LINK_DOWN: string, CANCEL: string, OUTDATED: string},
      registry: {
        LOCAL: integer, EVENTUAL: integer, CONSISTENT: integer, STRONG: integer,
        register: (name: string, pid?: string, scope?: integer) -> (boolean?, error?),
        lookup: (name: string) -> (string?, error?),
        unregister: (name: string, scope?: integer) -> (boolean?, error?),
      },
    }`,
  members: () => ({
    id: () => toLuaString(currentProcess().context.id),
    pid: ownPid,
    send,
    ...spawnFunctions(),
    ...spawnerFunctions(),
    terminate: target('terminate', ProcessCommand.Terminate),
    cancel,
    monitor: target('monitor', ProcessCommand.Monitor),
    unmonitor: target('unmonitor', ProcessCommand.Unmonitor),
    link: target('link', ProcessCommand.Link),
    unlink: target('unlink', ProcessCommand.Unlink),
    get_options: () => attempt({ id: ProcessCommand.GetOptions }, (options) => toLua(options)),
    set_options: setOptions,
    ...topicFunctions(),
    upgrade,
    event: {
      EXIT: LifecycleEventKind.Exit,
      LINK_DOWN: LifecycleEventKind.LinkDown,
      CANCEL: LifecycleEventKind.Cancel,
      OUTDATED: LifecycleEventKind.Outdated,
    },
    registry: nameMembers(),
  }),
});
