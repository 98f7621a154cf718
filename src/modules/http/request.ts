/** `http.Request`: what an endpoint is asked. Rule: lua/http/http of the Wippy documentation. */

import { checkString, optionalInteger } from '../../lua/runtime/arguments.ts';
import { rawSet } from '../../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue } from '../../lua/runtime/values.ts';
import { BytesStream, ReadableStreamAdapter } from '../../services/fs/byte-stream.ts';
import { HttpCommand, type ParseFormCommand, type ReadBodyCommand } from '../../services/http/commands.ts';
import type { HttpExchange } from '../../services/http/exchange.ts';
import type { MultipartForm } from '../../services/http/multipart.ts';
import { contentLength } from '../../services/http/request-body.ts';
import { failure } from '../../services/lua/convert/errors.ts';
import { fromLuaString, toBytes, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import { createStream } from '../fs/stream.ts';
import { fromJson } from './json.ts';
import { DEFAULT_MEMORY, formTable } from './multipart.ts';

/** A request with the limits under which its body is read. */
export class HttpRequest {
  readonly exchange: HttpExchange;
  /** Bytes. */
  readonly maximum: number;
  /** Milliseconds. */
  readonly timeout: number;

  constructor(exchange: HttpExchange, maximum: number, timeout: number) {
    this.exchange = exchange;
    this.maximum = maximum;
    this.timeout = timeout;
  }
}

function readBody({ exchange, maximum, timeout }: HttpRequest, convert: (body: string) => LuaResult): LuaResult {
  if (exchange.body !== null) return convert(exchange.body);
  const command: ReadBodyCommand = { id: HttpCommand.ReadBody, maximum, timeout };
  return wait(command, (body) => convert(body as string));
}

/** Closing the stream leaves the connection open for the response. */
function bodyStream(exchange: HttpExchange): LuaResult {
  const { body, request } = exchange;
  if (body !== null) return createStream(new BytesStream(toBytes(body)));
  return createStream(new ReadableStreamAdapter(request, contentLength(exchange), () => request.resume()));
}

function parseJson(body: string): LuaResult {
  try {
    return fromJson(body);
  } catch (error) {
    return failure(error);
  }
}

function accepts(exchange: HttpExchange, type: string): boolean {
  const accept = exchange.header('accept');
  if (accept === undefined) return false;
  return accept.split(',').some((item) => {
    const range = (item.split(';', 1)[0] as string).trim();
    return range === type || range === '*/*' || (range.endsWith('/*') && type.startsWith(range.slice(0, -1)));
  });
}

function textTable(entries: Iterable<readonly [string, string]>): LuaTable {
  const table = new LuaTable();
  for (const [name, value] of entries) rawSet(table, name, value);
  return table;
}

function queryParams(exchange: HttpExchange): LuaTable {
  const { queryParams: query } = exchange;
  const names = new Set(query.keys());
  return textTable([...names].map((name) => [toLuaString(name), toLuaString(query.getAll(name).join(','))] as const));
}

function methods(): Record<string, LuaFunction> {
  const of = (args: LuaValue[], name: string): HttpRequest => requestClass.check(args, 1, name);
  const exchangeIn = (args: LuaValue[], name: string): HttpExchange => of(args, name).exchange;
  return {
    method: (...args) => exchangeIn(args, 'method').method,
    path: (...args) => exchangeIn(args, 'path').path,
    query: (...args) => {
      const value = exchangeIn(args, 'query').queryParams.get(fromLuaString(checkString(args, 2, 'query')));
      return value === null ? undefined : toLuaString(value);
    },
    query_params: (...args) => queryParams(exchangeIn(args, 'query_params')),
    header: (...args) => exchangeIn(args, 'header').header(checkString(args, 2, 'header')),
    content_type: (...args) => exchangeIn(args, 'content_type').header('content-type') || undefined,
    content_length: (...args) => contentLength(exchangeIn(args, 'content_length')),
    host: (...args) => exchangeIn(args, 'host').header('host') ?? '',
    remote_addr: (...args) => exchangeIn(args, 'remote_addr').remote,
    body: (...args) => readBody(of(args, 'body'), (body) => body),
    body_json: (...args) => readBody(of(args, 'body_json'), parseJson),
    has_body: (...args) => contentLength(exchangeIn(args, 'has_body')) !== 0,
    accepts: (...args) => accepts(exchangeIn(args, 'accepts'), checkString(args, 2, 'accepts')),
    is_content_type: (...args) => {
      const actual = exchangeIn(args, 'is_content_type').header('content-type') ?? '';
      return actual.startsWith(checkString(args, 2, 'is_content_type'));
    },
    param: (...args) => exchangeIn(args, 'param').params[checkString(args, 2, 'param')],
    stream: (...args) => bodyStream(exchangeIn(args, 'stream')),
    parse_multipart: (...args) => {
      const { maximum } = of(args, 'parse_multipart');
      const memory = optionalInteger(args, 2, 'parse_multipart', DEFAULT_MEMORY);
      const command: ParseFormCommand = { id: HttpCommand.ParseForm, memory, maximum };
      return wait(command, (form) => formTable(form as MultipartForm));
    },
    params: (...args) => textTable(Object.entries(exchangeIn(args, 'params').params)),
  };
}

export const requestClass: UserdataClass<HttpRequest> = defineClass('http.Request', HttpRequest, methods, () => ({
  __tostring: (...args) => {
    const { exchange } = requestClass.check(args, 1, 'tostring');
    return `http.Request{method=${exchange.method}, path=${exchange.path}}`;
  },
}));
