/** Module `websocket`: connections to websocket servers. Reference: lua/http/websocket of the Wippy documentation. */

import { argumentError, checkString, checkTable } from '../../lua/runtime/arguments.ts';
import type { LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import { defineModule, wait } from '../../services/lua/module.ts';
import { type ConnectCommand, WebSocketCommand } from '../../services/websocket/commands.ts';
import type { SocketConnection } from '../../services/websocket/connection.ts';
import { BINARY, TEXT, wrapConnection } from './client.ts';
import { clientOptions } from './options.ts';

const COMPRESSION = { DISABLED: 0, CONTEXT_TAKEOVER: 1, NO_CONTEXT: 2 };

/** Rule: RFC 6455, section 7.4.1, and the registry of IANA. */
const CLOSE_CODES = {
  NORMAL: 1000,
  GOING_AWAY: 1001,
  PROTOCOL_ERROR: 1002,
  UNSUPPORTED_DATA: 1003,
  RESERVED: 1004,
  NO_STATUS: 1005,
  ABNORMAL_CLOSURE: 1006,
  INVALID_PAYLOAD: 1007,
  POLICY_VIOLATION: 1008,
  MESSAGE_TOO_BIG: 1009,
  MANDATORY_EXTENSION: 1010,
  INTERNAL_ERROR: 1011,
  SERVICE_RESTART: 1012,
  TRY_AGAIN_LATER: 1013,
  BAD_GATEWAY: 1014,
  TLS_HANDSHAKE: 1015,
};

function connect(...args: LuaValue[]): LuaResult {
  const url = checkString(args, 1, 'connect');
  if (url === '') throw argumentError(1, 'connect', 'URL required');
  const options = clientOptions(url, args[1] === undefined ? null : checkTable(args, 2, 'connect'));
  const command: ConnectCommand = { id: WebSocketCommand.Connect, options };
  return wait(command, (connection) => [wrapConnection(connection as SocketConnection, options.capacity), undefined]);
}

export const websocketModule = defineModule({
  name: 'websocket',
  description: 'Connections to websocket servers.',
  classes: ['network', 'io', 'nondeterministic'],
  types: `
    type Message = { type: string, data: string? }
    type Options = {
      headers: {[string]: string}?, protocols: {string}?,
      dial_timeout: (number | string)?, read_timeout: (number | string)?, write_timeout: (number | string)?,
      compression: (number | string)?, compression_threshold: number?, read_limit: number?, channel_capacity: number?,
    }
    interface Client
      send: (self: Client, data: string, type: number?) -> (boolean?, error?);
      ping: (self: Client) -> (boolean?, error?);
      channel: (self: Client) -> any;
      receive: (self: Client) -> any;
      close: (self: Client, code: number?, reason: string?) -> (nil, error?);
    end
    type websocket = {
      connect: (url: string, options: Options?) -> (Client?, error?),
      TEXT: number,
      BINARY: number,
      TYPE_TEXT: string,
      TYPE_BINARY: string,
      TYPE_PING: string,
      TYPE_PONG: string,
      TYPE_CLOSE: string,
      COMPRESSION: {[string]: number},
      CLOSE_CODES: {[string]: number},
    }`,
  members: () => ({
    connect,
    TEXT,
    BINARY,
    TYPE_TEXT: 'text',
    TYPE_BINARY: 'binary',
    TYPE_PING: 'ping',
    TYPE_PONG: 'pong',
    TYPE_CLOSE: 'close',
    COMPRESSION,
    CLOSE_CODES,
  }),
});
