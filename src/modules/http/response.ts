/** `http.Response`: the answer of an endpoint. Rule: lua/http/http of the Wippy documentation. */

import { WippyError } from '../../infrastructure/errors.ts';
import { argumentError, checkInteger, checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { HttpCommand } from '../../services/http/commands.ts';
import type { HttpExchange } from '../../services/http/exchange.ts';
import { writeFailed } from '../../services/http/response-writer.ts';
import { errorToLua } from '../../services/lua/convert/errors.ts';
import { defineClass, type UserdataClass, wait } from '../../services/lua/module.ts';
import { toJson } from './json.ts';

/** What Lua holds; the exchange itself is not handed out. */
export class HttpResponse {
  readonly exchange: HttpExchange;
  constructor(exchange: HttpExchange) {
    this.exchange = exchange;
  }
}

/** Methods of the response give nothing, or an error as their first result. */
function guarded(work: () => void): LuaResult {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof WippyError) return errorToLua(error);
    throw error;
  }
}

const noResult = (): LuaResult => undefined;

function flush(): LuaResult {
  return wait({ id: HttpCommand.Flush }, noResult, errorToLua);
}

function write(exchange: HttpExchange, bytes: string): LuaResult {
  if (exchange.aborted) return errorToLua(writeFailed('the client has closed the connection'));
  if (exchange.response.state === 'ended') return errorToLua(writeFailed('the response has ended'));
  return exchange.response.write(bytes) ? flush() : undefined;
}

function becomeEventStream(exchange: HttpExchange): void {
  const { response } = exchange;
  response.setHeader('Content-Type', 'text/event-stream');
  response.setHeader('Cache-Control', 'no-cache');
  response.setHeader('Connection', 'keep-alive');
  response.transfer = 'sse';
}

function writeEvent(exchange: HttpExchange, args: LuaValue[]): LuaResult {
  const event = checkTable(args, 2, 'write_event');
  const name = rawGet(event, 'name');
  const data = rawGet(event, 'data');
  if (typeof name !== 'string' || name === '') throw argumentError(2, 'write_event', 'missing event name');
  if (data === undefined) throw argumentError(2, 'write_event', 'missing event data');
  const problem = guarded(() => {
    if (/[\r\n]/.test(name)) throw new WippyError('event name has a line break', { kind: 'Invalid', retryable: false });
    if (exchange.response.transfer === 'sse') return;
    if (exchange.response.headersSent) {
      throw new WippyError('cannot switch to SSE mode after headers are sent', { kind: 'Invalid', retryable: false });
    }
    becomeEventStream(exchange);
  });
  if (problem !== undefined) return problem;
  let json: string;
  try {
    json = toJson(data, 'failed to marshal event data');
  } catch (error) {
    return errorToLua(error);
  }
  const failed = write(exchange, `event: ${name}\ndata: ${json}\n\n`);
  return failed === undefined ? flush() : failed;
}

function writeJson(exchange: HttpExchange, value: LuaValue): LuaResult {
  let json: string;
  try {
    json = toJson(value, 'failed to encode JSON');
  } catch (error) {
    return errorToLua(error);
  }
  const { response } = exchange;
  if (!response.headersSent && response.header('Content-Type') === undefined) {
    response.replaceHeader('Content-Type', 'application/json');
  }
  return write(exchange, json);
}

function setTransfer(exchange: HttpExchange, args: LuaValue[]): LuaResult {
  const mode = checkString(args, 2, 'set_transfer');
  if (mode !== 'chunked' && mode !== 'sse') throw argumentError(2, 'set_transfer', 'invalid transfer type');
  return guarded(() => {
    const { response } = exchange;
    if (response.headersSent) {
      throw new WippyError('cannot set transfer mode after headers are sent', { kind: 'Invalid', retryable: false });
    }
    if (mode === 'sse') becomeEventStream(exchange);
    else {
      response.setHeader('Cache-Control', 'no-cache');
      response.transfer = mode;
    }
  });
}

function methods(): Record<string, LuaFunction> {
  const of = (args: LuaValue[], name: string): HttpExchange => responseClass.check(args, 1, name).exchange;
  return {
    set_status: (...args) => {
      const { response } = of(args, 'set_status');
      const status = checkInteger(args, 2, 'set_status');
      return guarded(() => response.setStatus(status));
    },
    set_header: (...args) => {
      const { response } = of(args, 'set_header');
      const name = checkString(args, 2, 'set_header');
      const value = checkString(args, 3, 'set_header');
      return guarded(() => {
        response.setHeader(name, value);
        response.handled = true;
      });
    },
    set_content_type: (...args) => {
      const { response } = of(args, 'set_content_type');
      const type = checkString(args, 2, 'set_content_type');
      return guarded(() => response.setHeader('Content-Type', type));
    },
    set_transfer: (...args) => setTransfer(of(args, 'set_transfer'), args),
    write: (...args) => write(of(args, 'write'), checkString(args, 2, 'write')),
    write_json: (...args) => writeJson(of(args, 'write_json'), args[1]),
    write_event: (...args) => writeEvent(of(args, 'write_event'), args),
    flush: (...args) => {
      of(args, 'flush');
      return flush();
    },
  };
}

export const responseClass: UserdataClass<HttpResponse> = defineClass('http.Response', HttpResponse, methods, () => ({
  __tostring: () => 'http.Response{}',
}));
