/** What Lua does with channels besides their methods. Reference: lua/core/channel of the Wippy documentation. */

import { checkInteger, checkTable } from '../../../lua/runtime/arguments.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import { shape } from '../../../lua/runtime/shapes.ts';
import { rawGet, Traversal } from '../../../lua/runtime/table.ts';
import type { LuaResult, LuaTable, LuaValue, Userdata } from '../../../lua/runtime/values.ts';
import { currentProcess } from '../module.ts';
import { Channel, checkChannel, SelectCase, selected } from './channel.ts';
import { park } from './task.ts';
import { Selection } from './waiters.ts';

export { checkChannel };

/** The Lua value of a channel: the channel itself. */
export function channelValue(channel: Channel): Userdata<Channel> {
  return channel;
}

/** `channel.new(size)`. */
export function newChannel(...args: LuaValue[]): LuaResult {
  const size = args[0] === undefined ? 0 : checkInteger(args, 1, 'new');
  // As in the Go runtime.
  return new Channel(currentProcess(), Math.max(0, size));
}

/** `channel.select{cases..., default = true}`: the first case that is ready, or waits for one. */
export function select(...args: LuaValue[]): LuaResult {
  const table = checkTable(args, 1, 'select');
  const cases = casesOf(table);
  for (const { channel, sends, value } of cases) {
    if (sends) {
      if (channel.trySend(value)) return selected(channel, value, true);
    } else {
      const received = channel.tryReceive();
      if (received !== null) return selected(channel, received[0], received[1]);
    }
  }
  if (args[1] === true || isTrue(rawGet(table, 'default'))) return nothingReady();
  const selection = new Selection();
  for (const item of cases) item.channel.addCase(selection, item);
  return park();
}

function isTrue(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

let Default: (new (...fields: LuaValue[]) => LuaTable) | undefined;

function nothingReady(): LuaTable {
  Default ??= shape(['default', 'ok']);
  return new Default(true, true);
}

function casesOf(table: LuaTable): SelectCase[] {
  const cases: SelectCase[] = [];
  for (const item of table.$a) if (item !== undefined) cases.push(checkCase(item));
  if (cases.length > 0) return cases;
  // A table with names instead of places is unusual; the Go runtime takes it too.
  const traversal = new Traversal(table);
  while (traversal.advance()) if (traversal.key !== 'default') cases.push(checkCase(traversal.value));
  return cases;
}

function checkCase(value: LuaValue): SelectCase {
  if (value instanceof SelectCase) return value;
  throw LuaError.located('invalid case in select: use channel:case_receive() or channel:case_send(value)');
}
