/** Module `http`: the request that an endpoint serves, and its response. Rule: lua/http/http of the Wippy documentation. */

import { checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet } from '../../lua/runtime/table.ts';
import { isNumber, type LuaResult, type LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { noExchange } from '../../services/http/commands.ts';
import { exchangeOf } from '../../services/http/exchange.ts';
import { DEFAULT_MAXIMUM, DEFAULT_TIMEOUT } from '../../services/http/request-body.ts';
import { failure } from '../../services/lua/convert/errors.ts';
import { currentProcess, defineModule } from '../../services/lua/module.ts';
import { CONTENT, ERROR, METHOD, STATUS, TRANSFER } from './constants.ts';
import { HttpRequest, requestClass } from './request.ts';
import { HttpResponse, responseClass } from './response.ts';
import { types } from './types.ts';

function limit(options: LuaTable, name: string, otherwise: number): number {
  const value = rawGet(options, name);
  const number = isNumber(value) ? toDouble(value) : 0;
  return number > 0 ? number : otherwise;
}

function request(args: LuaValue[]): LuaResult {
  const exchange = exchangeOf(currentProcess().context);
  if (exchange === undefined) return failure(noExchange());
  if (args.length === 0 || args[0] === undefined) {
    return requestClass.create(new HttpRequest(exchange, DEFAULT_MAXIMUM, DEFAULT_TIMEOUT));
  }
  const options = checkTable(args, 1, 'request');
  const maximum = limit(options, 'max_body', DEFAULT_MAXIMUM);
  return requestClass.create(new HttpRequest(exchange, maximum, limit(options, 'timeout', DEFAULT_TIMEOUT)));
}

function response(): LuaResult {
  const exchange = exchangeOf(currentProcess().context);
  return exchange === undefined ? failure(noExchange()) : responseClass.create(new HttpResponse(exchange));
}

export const httpModule = defineModule({
  name: 'http',
  description: 'The request that a function serves, and its response.',
  classes: ['network', 'io', 'nondeterministic'],
  types,
  members: () => ({ request: (...args) => request(args), response, METHOD, STATUS, CONTENT, TRANSFER, ERROR }),
});
