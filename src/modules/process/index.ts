/** Module `process`: spawn, watch, send, receive. Reference: lua/core/process of the Wippy documentation. */

import type { PID } from '../../core/pid/pid.ts';
import { EVENTS_TOPIC, isReservedTopic, reservedTopic } from '../../core/relay/topics.ts';
import { LifecycleEventKind } from '../../core/scheduler/lifecycle-events.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import { block } from '../../lua/runtime/state.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { toLua } from '../../services/lua/convert/host.ts';
import { luaPayloads } from '../../services/lua/convert/payloads.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { attempt, currentProcess, defineModule, wait } from '../../services/lua/module.ts';
import { channelValue, checkChannel } from '../../services/lua/process/channel-value.ts';
import { UpgradeCall } from '../../services/lua/process/lua-process.ts';
import {
  type CancelCommand,
  type LookupNameCommand,
  ProcessCommand,
  type RegisterNameCommand,
  type SendCommand,
  type SetOptionsCommand,
  type TargetCommand,
  type UnregisterNameCommand,
} from '../../system/processes/process-commands.ts';
import { NameScope } from '../../system/topology/names.ts';
import { eventView, messageView, valueView } from './message.ts';
import { recordOf, spawnerFunctions, spawnFunctions } from './spawner.ts';

const yes = (): LuaResult => true;

const send: LuaFunction = (...args) => {
  const destination = fromLuaString(checkString(args, 1, 'send'));
  const topic = fromLuaString(checkString(args, 2, 'send'));
  if (destination === '') return invalid('destination required');
  if (topic === '') return invalid('topic required');
  const command: SendCommand = { id: ProcessCommand.Send, destination, topic, payloads: luaPayloads(args.slice(2)) };
  return attempt(command, yes);
};

/** `terminate`, `monitor` and the like: one destination, true or nil and error. */
function target(name: string, id: number): LuaFunction {
  return (...args) => {
    const destination = fromLuaString(checkString(args, 1, name));
    if (destination === '') return invalid('destination required');
    const command: TargetCommand = { id, destination };
    return attempt(command, yes);
  };
}

const cancel: LuaFunction = (...args) => {
  const destination = fromLuaString(checkString(args, 1, 'cancel'));
  if (destination === '') return invalid('destination required');
  const reason = args[1] === undefined ? '' : fromLuaString(checkString(args, 2, 'cancel'));
  const command: CancelCommand = { id: ProcessCommand.Cancel, destination, reason };
  return attempt(command, yes);
};

const listen: LuaFunction = (...args) => {
  const topic = fromLuaString(checkString(args, 1, 'listen'));
  if (topic === '') return invalid('topic required');
  if (isReservedTopic(topic)) return failure(reservedTopic(topic));
  const options = args[1];
  const wholeMessages = options instanceof LuaTable && rawGet(options, 'message') === true;
  return channelValue(currentProcess().topics.listen(topic, wholeMessages ? messageView : valueView));
};

const unlisten: LuaFunction = (...args) => {
  currentProcess().topics.unlisten(checkChannel(args, 1, 'unlisten'));
  return true;
};

const upgrade: LuaFunction = (...args) => {
  const id = args[0];
  if (id !== undefined && typeof id !== 'string') return invalid('process ID must be a string or nil');
  const source = id === undefined || id === '' ? null : fromLuaString(id);
  return block(new UpgradeCall({ source, input: luaPayloads(args.slice(1)) }));
};

const setOptions: LuaFunction = (...args) => {
  const table = args[0];
  if (!(table instanceof LuaTable)) return invalid('options parameter must be a table');
  const command: SetOptionsCommand = { id: ProcessCommand.SetOptions, options: recordOf(table) };
  return attempt(command, yes);
};

// ------------------------------------------------------------------------------------------------------- names

const register: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'register'));
  if (name === '') return invalid('name required');
  // Both optional arguments may be left out: register(name, scope) as well as register(name, pid, scope).
  const pid = typeof args[1] === 'string' ? fromLuaString(args[1]) : undefined;
  const scope = typeof args[1] === 'number' ? args[1] : typeof args[2] === 'number' ? args[2] : undefined;
  const command: RegisterNameCommand = { id: ProcessCommand.Register, name, pid, scope };
  return wait(command, yes);
};

const lookup: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'lookup'));
  const command: LookupNameCommand = { id: ProcessCommand.Lookup, name };
  return attempt(command, (pid) => (pid as PID).text);
};

const unregister: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'unregister'));
  const scope = typeof args[1] === 'number' ? args[1] : undefined;
  const command: UnregisterNameCommand = { id: ProcessCommand.Unregister, name, scope };
  return wait(command, (done) => done === true);
};

function ownPid(): LuaValue {
  const { pid } = currentProcess().context;
  if (pid === null) throw new WippyError('not inside a process', { kind: 'InvalidState' });
  return toLuaString(pid.text);
}

export const processModule = defineModule({
  name: 'process',
  description: 'Processes: spawn, watch, send and receive.',
  classes: ['process', 'nondeterministic', 'workflow'],
  global: true,
  types: `
    type Event = {kind: string, at: integer, from: string?, reason: string?, result: {value: any, error: error?}?}
    interface Message
      topic: (self: Message) -> string;
      from: (self: Message) -> string?;
      payload: (self: Message) -> any;
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
      get_options: () -> {trap_links: boolean},
      set_options: (options: {trap_links: boolean?}) -> (boolean?, error?),
      inbox: () -> any,
      events: () -> any,
      listen: (topic: string, options?: {message: boolean?}) -> (any, error?),
      unlisten: (channel: any) -> boolean,
      upgrade: (id: string?, ...any) -> never,
      with_context: (values: {[string]: any}) -> any,
      with_options: (options: {[string]: any}) -> any,
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
    inbox: () => channelValue(currentProcess().topics.openInbox(messageView)),
    events: () => channelValue(currentProcess().topics.listen(EVENTS_TOPIC, eventView)),
    listen,
    unlisten,
    upgrade,
    event: {
      EXIT: LifecycleEventKind.Exit,
      LINK_DOWN: LifecycleEventKind.LinkDown,
      CANCEL: LifecycleEventKind.Cancel,
      OUTDATED: 'pid.outdated',
    },
    registry: {
      register,
      lookup,
      unregister,
      LOCAL: NameScope.Local,
      EVENTUAL: NameScope.Eventual,
      CONSISTENT: NameScope.Consistent,
      STRONG: NameScope.Strong,
    },
  }),
});
