/** The options of a connection. Fields of another type than documented, or out of range, are left out, as in the reference. */

import { tryParseDuration } from '../../infrastructure/duration.ts';
import { rawGet, rawLength, Traversal } from '../../lua/runtime/table.ts';
import { isNumber, LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import type { Compression, ConnectOptions } from '../../services/websocket/connection.ts';

const MEGABYTE = 1024 * 1024;

const DEFAULT_READ_LIMIT = 16 * MEGABYTE;
const DEFAULT_THRESHOLD = 512;
const DEFAULT_CAPACITY = 32;

/** By number. */
const COMPRESSIONS: readonly Compression[] = ['disabled', 'context_takeover', 'no_context_takeover'];

/** The limit of timers. */
const MAXIMUM_TIME = 2 ** 31 - 1;

/** Milliseconds; numbers are milliseconds, too. */
function time(value: LuaValue): number {
  const milliseconds = typeof value === 'string' ? tryParseDuration(value) : isNumber(value) ? toDouble(value) : 0;
  return milliseconds === undefined || !(milliseconds > 0) ? 0 : Math.min(milliseconds, MAXIMUM_TIME);
}

function within(value: LuaValue, least: number, most: number, otherwise: number): number {
  const number = isNumber(value) ? Math.trunc(toDouble(value)) : Number.NaN;
  return number >= least && number <= most ? number : otherwise;
}

function compressionOf(value: LuaValue): Compression {
  if (typeof value === 'string') return COMPRESSIONS.find((name) => name === value) ?? 'disabled';
  return COMPRESSIONS[within(value, 0, 2, 0)] as Compression;
}

function headersOf(value: LuaValue): [string, string][] {
  const headers: [string, string][] = [];
  if (!(value instanceof LuaTable)) return headers;
  const traversal = new Traversal(value);
  while (traversal.advance()) {
    if (typeof traversal.key === 'string' && typeof traversal.value === 'string') {
      headers.push([traversal.key, traversal.value]);
    }
  }
  return headers;
}

function protocolsOf(value: LuaValue): string[] {
  if (!(value instanceof LuaTable)) return [];
  const items = Array.from({ length: rawLength(value) }, (_, index) => rawGet(value, index + 1));
  return items.filter((item) => typeof item === 'string');
}

export interface ClientOptions extends ConnectOptions {
  /** Messages that wait in the channel. */
  readonly capacity: number;
}

/** @param table null for no options. */
export function clientOptions(url: string, table: LuaTable | null): ClientOptions {
  const field = (name: string): LuaValue => (table === null ? undefined : rawGet(table, name));
  const threshold = within(field('compression_threshold'), 0, 100 * MEGABYTE, 0);
  return {
    url: fromLuaString(url),
    headers: headersOf(field('headers')),
    protocols: protocolsOf(field('protocols')),
    dialTimeout: time(field('dial_timeout')),
    readTimeout: time(field('read_timeout')),
    writeTimeout: time(field('write_timeout')),
    compression: compressionOf(field('compression')),
    compressionThreshold: threshold === 0 ? DEFAULT_THRESHOLD : threshold,
    // 0 stands for the default, not for no limit.
    readLimit: within(field('read_limit'), 1, 128 * MEGABYTE, DEFAULT_READ_LIMIT),
    capacity: within(field('channel_capacity'), 1, 10_000, DEFAULT_CAPACITY),
  };
}
