/** The class `websocket.Client`. */

import { checkString } from '../../lua/runtime/arguments.ts';
import {
  isNumber,
  type LuaResult,
  type LuaTable,
  type LuaValue,
  toDouble,
  type Userdata,
} from '../../lua/runtime/values.ts';
import { fromBytes, fromLuaString, toBytes } from '../../services/lua/convert/text.ts';
import { currentProcess, defineClass, fields, type UserdataClass, wait } from '../../services/lua/module.ts';
import { Channel } from '../../services/lua/process/channel.ts';
import type { LuaProcess } from '../../services/lua/process/lua-process.ts';
import {
  type CloseCommand,
  type ConnectionCommand,
  type SendCommand,
  WebSocketCommand,
} from '../../services/websocket/commands.ts';
import type { SocketConnection, SocketMessage } from '../../services/websocket/connection.ts';

/** Types of messages as numbers. */
export const TEXT = 1;
export const BINARY = 2;

const NORMAL_CLOSURE = 1000;

/** Messages of a connection. It asks for more as long as it has room, so a slow program makes the server wait. */
class Inbound extends Channel {
  private readonly process: LuaProcess;
  private readonly connection: SocketConnection;
  private asking = false;

  constructor(process: LuaProcess, connection: SocketConnection, capacity: number) {
    super(process, capacity);
    this.process = process;
    this.connection = connection;
    this.ask();
  }

  override tryReceive(): [LuaValue, boolean] | null {
    const received = super.tryReceive();
    this.ask();
    return received;
  }

  private ask(): void {
    if (this.asking || this.closed || this.size >= this.capacity) return;
    this.asking = true;
    const command: ConnectionCommand = { id: WebSocketCommand.Receive, connection: this.connection };
    this.process.background(command, (message) => {
      this.asking = false;
      if (this.closed) return;
      if (message === null || message === undefined) {
        this.close();
        return;
      }
      this.post(messageTable(message as SocketMessage));
      this.ask();
    });
  }
}

function messageTable({ binary, bytes }: SocketMessage): LuaTable {
  return fields({ type: binary ? 'binary' : 'text', data: fromBytes(bytes) });
}

class Client {
  readonly connection: SocketConnection;
  private readonly capacity: number;
  private inbound: Inbound | null = null;
  /** The connection need not end with the process any more. */
  private readonly forget: () => void;

  constructor(connection: SocketConnection, capacity: number) {
    this.connection = connection;
    this.capacity = capacity;
    this.forget = currentProcess().onClose(() => connection.abandon());
  }

  channel(): Channel {
    this.inbound ??= new Inbound(currentProcess(), this.connection, this.capacity);
    return this.inbound;
  }

  closed(): void {
    this.forget();
    if (this.inbound?.closed === false) this.inbound.close();
  }
}

const clientClass: UserdataClass<Client> = defineClass(
  'websocket.Client',
  Client,
  () => {
    const channel =
      (name: string) =>
      (...args: LuaValue[]) =>
        clientClass.check(args, 1, name).channel();
    return {
      channel: channel('channel'),
      receive: channel('receive'),
      send: (...args) => {
        const { connection } = clientClass.check(args, 1, 'send');
        const bytes = toBytes(checkString(args, 2, 'send'));
        const binary = isNumber(args[2]) && toDouble(args[2]) === BINARY;
        return answered({ id: WebSocketCommand.Send, connection, message: { binary, bytes } } as SendCommand);
      },
      ping: (...args) => {
        const { connection } = clientClass.check(args, 1, 'ping');
        return answered({ id: WebSocketCommand.Ping, connection } as ConnectionCommand);
      },
      close: (...args) => {
        const client = clientClass.check(args, 1, 'close');
        const wanted = isNumber(args[1]) ? toDouble(args[1]) : NORMAL_CLOSURE;
        const code = wanted >= 1000 && wanted <= 4999 ? Math.trunc(wanted) : NORMAL_CLOSURE;
        const reason = args[2] === undefined ? '' : fromLuaString(checkString(args, 3, 'close'));
        const command: CloseCommand = { id: WebSocketCommand.Close, connection: client.connection, code, reason };
        return wait(command, () => {
          client.closed();
          return [];
        });
      },
    };
  },
  () => ({ __tostring: () => 'websocket.Client{}' }),
);

function answered(command: ConnectionCommand): LuaResult {
  return wait(command, () => [true, undefined]);
}

export function wrapConnection(connection: SocketConnection, capacity: number): Userdata {
  return clientClass.create(new Client(connection, capacity));
}
