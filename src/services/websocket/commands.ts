/** Commands of the websocket range: connections to servers. Reference: lua/http/websocket of the Wippy documentation. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command, CommandHandler } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import { type ConnectOptions, SocketConnection, type SocketMessage } from './connection.ts';

export const WebSocketCommand = {
  Connect: commandId('websocket', 0),
  Send: commandId('websocket', 1),
  Receive: commandId('websocket', 2),
  Close: commandId('websocket', 3),
  Ping: commandId('websocket', 4),
} as const;

/** Result: SocketConnection. */
export interface ConnectCommand extends Command {
  readonly options: ConnectOptions;
}

/** `Receive` (a SocketMessage, or null when the connection has ended) and `Ping` (null). */
export interface ConnectionCommand extends Command {
  readonly connection: SocketConnection;
}

/** Result: null. */
export interface SendCommand extends ConnectionCommand {
  readonly message: SocketMessage;
}

/** Result: null. */
export interface CloseCommand extends ConnectionCommand {
  readonly code: number;
  readonly reason: string;
}

/** Registers the handlers; what is returned breaks all connections off, for the end of the program. */
export function registerWebSocketCommands(dispatcher: Dispatcher, access: AccessControl): () => void {
  const open = new Set<SocketConnection>();
  const check = (url: string, context: FrameContext): void => {
    if (!access.isAllowed(context, 'websocket.connect', '')) throw denied('websocket connections not allowed');
    if (!access.isAllowed(context, 'websocket.connect.url', url)) throw denied(`not allowed: ${url}`);
  };
  dispatcher.register<ConnectCommand>(WebSocketCommand.Connect, ({ options }, completion, context) => {
    check(options.url, context);
    const controller = new AbortController();
    SocketConnection.open(options, controller.signal, (connection) => open.delete(connection)).then(
      (connection) => {
        if (!connection.isEnded) open.add(connection);
        if (controller.signal.aborted) connection.terminate();
        else completion.complete(connection);
      },
      (error: unknown) => completion.fail(toWippyError(error)),
    );
    return () => controller.abort();
  });
  dispatcher.register<ConnectionCommand>(WebSocketCommand.Receive, ({ connection }, completion) =>
    connection.receive((message) => completion.complete(message)),
  );
  dispatcher.register<SendCommand>(
    WebSocketCommand.Send,
    answering(({ connection, message }) => connection.send(message)),
  );
  dispatcher.register<ConnectionCommand>(
    WebSocketCommand.Ping,
    answering(({ connection }) => connection.ping()),
  );
  dispatcher.register<CloseCommand>(
    WebSocketCommand.Close,
    answering(({ connection, code, reason }) => connection.close(code, reason)),
  );
  return () => {
    for (const connection of open) connection.terminate();
  };
}

function answering<C extends Command>(work: (command: C) => Promise<void>): CommandHandler<C> {
  return (command, completion) => {
    work(command).then(
      () => completion.complete(null),
      (error: unknown) => completion.fail(toWippyError(error)),
    );
  };
}

function denied(message: string): WippyError {
  return new WippyError(message, { kind: ErrorKind.PermissionDenied, retryable: false });
}
