/** Module `http_client`: requests to other servers. Rule: lua/http/client of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet, rawLength, rawSet, tableOf } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import type {
  ClientBatchCommand,
  ClientRequest,
  ClientRequestCommand,
  ClientResponse,
} from '../../services/http/client/request.ts';
import { HttpCommand } from '../../services/http/commands.ts';
import { errorToLua, invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { defineModule, fields, wait } from '../../services/lua/module.ts';
import { createStream } from '../fs/stream.ts';
import { requestOf } from './options.ts';
import { types } from './types.ts';

function textTable(texts: ReadonlyMap<string, string>): LuaTable {
  const table = new LuaTable();
  for (const [name, value] of texts) rawSet(table, name, value);
  return table;
}

function responseTable({ status, url, headers, cookies, body, stream }: ClientResponse): LuaTable {
  return fields({
    status_code: status,
    url: toLuaString(url),
    headers: textTable(headers),
    cookies: textTable(cookies),
    body: body === null ? undefined : fromBytes(body),
    body_size: body === null ? -1 : body.length,
    stream: stream === null ? undefined : (createStream(stream) as LuaValue),
  });
}

function send(request: ClientRequest): LuaResult {
  const command: ClientRequestCommand = { id: HttpCommand.ClientRequest, request };
  return wait(command, (response) => responseTable(response as ClientResponse));
}

function optionsIn(args: LuaValue[], position: number, name: string): LuaTable | null {
  return args[position - 1] === undefined ? null : checkTable(args, position, name);
}

function method(name: string): LuaFunction {
  return (...args) => {
    const url = checkString(args, 1, name);
    const options = optionsIn(args, 2, name);
    return url === '' ? invalid('URL required') : send(requestOf(name, url, options));
  };
}

function request(...args: LuaValue[]): LuaResult {
  const verb = checkString(args, 1, 'request');
  const url = checkString(args, 2, 'request');
  const options = optionsIn(args, 3, 'request');
  if (verb === '') return invalid('method required');
  return url === '' ? invalid('URL required') : send(requestOf(verb, url, options));
}

/** One request of a batch, or what is wrong with it. */
function batchItem(item: LuaValue): ClientRequest | string {
  if (!(item instanceof LuaTable)) return 'each request must be a table';
  const verb = rawGet(item, 1);
  const url = rawGet(item, 2);
  const options = rawGet(item, 3);
  if (typeof verb !== 'string') return 'method must be a string';
  if (typeof url !== 'string') return 'URL must be a string';
  const result = requestOf(verb, url, options instanceof LuaTable ? options : null);
  return result.stream ? 'streaming not supported in batch requests' : result;
}

function requestBatch(...args: LuaValue[]): LuaResult {
  const list = checkTable(args, 1, 'request_batch');
  const requests: ClientRequest[] = [];
  for (let i = 1; i <= rawLength(list); i++) {
    const item = batchItem(rawGet(list, i));
    if (typeof item === 'string') return invalid(item);
    requests.push(item);
  }
  if (requests.length === 0) return new LuaTable();
  const command: ClientBatchCommand = { id: HttpCommand.ClientBatch, requests };
  return wait(command, (data) => {
    const results = data as (ClientResponse | WippyError)[];
    const failed = results.some((result) => result instanceof WippyError);
    const responses = tableOf(
      results.map((result) => (result instanceof WippyError ? undefined : responseTable(result))),
    );
    if (!failed) return responses;
    return [
      responses,
      tableOf(results.map((result) => (result instanceof WippyError ? errorToLua(result) : undefined))),
    ];
  });
}

/** A byte string as part of a query: spaces become `+`. */
function encodeUri(bytes: string): string {
  let result = '';
  for (const byte of toBytes(bytes)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(character)) result += character;
    else result += byte === 32 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return result;
}

function decodeUri(text: string): LuaResult {
  const bad = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(text);
  if (bad !== null) return invalid(`invalid URL escape ${JSON.stringify(bad[0])}`);
  return text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}

export const httpClientModule = defineModule({
  name: 'http_client',
  description: 'Requests to HTTP servers.',
  classes: ['network', 'io', 'nondeterministic'],
  types,
  members: () => ({
    get: method('get'),
    post: method('post'),
    put: method('put'),
    delete: method('delete'),
    head: method('head'),
    patch: method('patch'),
    request,
    request_batch: requestBatch,
    encode_uri: (...args) => encodeUri(checkString(args, 1, 'encode_uri')),
    decode_uri: (...args) => decodeUri(checkString(args, 1, 'decode_uri')),
  }),
});
