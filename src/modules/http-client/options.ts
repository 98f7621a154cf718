/** The options of a request. Fields of another type than documented are left out, as in the reference. */

import { tryParseDuration } from '../../infrastructure/duration.ts';
import { rawGet, rawLength, Traversal } from '../../lua/runtime/table.ts';
import { isNumber, LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import type { ByteSource } from '../../services/fs/scanner.ts';
import {
  type ClientFile,
  type ClientRequest,
  type ClientTls,
  DEFAULT_CLIENT_TIMEOUT,
  DEFAULT_MAXIMUM_RESPONSE,
} from '../../services/http/client/request.ts';
import { fromLuaString, toBytes } from '../../services/lua/convert/text.ts';
import { fileClass } from '../fs/file.ts';
import { streamOf } from '../fs/stream.ts';

type Pairs = (readonly [string, string])[];

function text(table: LuaTable, name: string): string | undefined {
  const value = rawGet(table, name);
  return typeof value === 'string' ? fromLuaString(value) : undefined;
}

/** Texts by name. @param convert of the values. */
function pairs(table: LuaTable | null, name: string, convert: (bytes: string) => string = fromLuaString): Pairs {
  const value = table === null ? undefined : rawGet(table, name);
  const result: Pairs = [];
  if (!(value instanceof LuaTable)) return result;
  const traversal = new Traversal(value);
  while (traversal.advance()) {
    const { key, value: item } = traversal;
    if (typeof key === 'string' && typeof item === 'string') result.push([fromLuaString(key), convert(item)]);
  }
  return result;
}

/** Milliseconds: numbers are seconds, texts durations. */
function timeoutOf(value: LuaValue): number {
  const milliseconds =
    typeof value === 'string' ? tryParseDuration(value) : isNumber(value) ? toDouble(value) * 1000 : undefined;
  return milliseconds === undefined || !(milliseconds > 0)
    ? DEFAULT_CLIENT_TIMEOUT
    : Math.min(milliseconds, 2 ** 31 - 1);
}

function readerOf(value: LuaValue): ByteSource | undefined {
  const file = fileClass.of(value);
  if (file !== undefined) return (size) => file.file.read(size);
  const stream = streamOf(value);
  return stream?.read === undefined ? undefined : (size) => (stream.read as ByteSource)(size);
}

function filesOf(table: LuaTable | null): ClientFile[] {
  const list = table === null ? undefined : rawGet(table, 'files');
  if (!(list instanceof LuaTable)) return [];
  const files: ClientFile[] = [];
  for (let i = 1; i <= rawLength(list); i++) {
    const item = rawGet(list, i);
    if (!(item instanceof LuaTable)) continue;
    const name = text(item, 'name') ?? '';
    const written = rawGet(item, 'content');
    const content = typeof written === 'string' ? toBytes(written) : readerOf(rawGet(item, 'reader'));
    if (name !== '' && content !== undefined) files.push({ name, filename: text(item, 'filename') ?? '', content });
  }
  return files;
}

function tlsOf(table: LuaTable | null): ClientTls | null {
  const value = table === null ? undefined : rawGet(table, 'tls');
  if (!(value instanceof LuaTable)) return null;
  const insecure = rawGet(value, 'insecure_skip_verify');
  const tls: ClientTls = {
    cert: text(value, 'cert'),
    key: text(value, 'key'),
    ca: text(value, 'ca'),
    serverName: text(value, 'server_name'),
    insecure: typeof insecure === 'boolean' ? insecure : undefined,
  };
  return Object.values(tls).every((field) => field === undefined) ? null : tls;
}

/** A request from its options; null for no options. */
export function requestOf(method: string, url: string, options: LuaTable | null): ClientRequest {
  const field = (name: string): LuaValue => (options === null ? undefined : rawGet(options, name));
  const body = field('body');
  const auth = field('auth');
  const maximum = field('max_response_body');
  const wanted = isNumber(maximum) ? toDouble(maximum) : 0;
  const socket = options === null ? undefined : text(options, 'unix_socket');
  const network = options === null ? undefined : text(options, 'overlay_network');
  const user = auth instanceof LuaTable ? text(auth, 'user') : undefined;
  return {
    method: method.toUpperCase(),
    url: fromLuaString(url),
    headers: pairs(options, 'headers', (bytes) => bytes),
    query: pairs(options, 'query'),
    cookies: pairs(options, 'cookies'),
    form: pairs(options, 'form'),
    files: filesOf(options),
    body: typeof body === 'string' ? toBytes(body) : null,
    user: user === undefined || user === '' ? null : user,
    password: auth instanceof LuaTable ? (text(auth, 'pass') ?? '') : '',
    timeout: timeoutOf(field('timeout')),
    maximumBody: wanted > 0 ? wanted : DEFAULT_MAXIMUM_RESPONSE,
    stream: field('stream') === true,
    unixSocket: socket === undefined || socket === '' ? null : socket,
    overlayNetwork: network === undefined || network === '' ? null : network,
    tls: tlsOf(options),
  };
}
