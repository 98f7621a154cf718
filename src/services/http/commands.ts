/** Commands of the http range. Those of a request act on the exchange that the calling function serves. */

import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { FrameContext } from '../../core/context/frame-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { exchangeOf, type HttpExchange } from './exchange.ts';
import { readBody } from './request-body.ts';

export const HttpCommand = {
  ReadBody: commandId('http', 0),
  Flush: commandId('http', 1),
  ParseForm: commandId('http', 2),
  ClientRequest: commandId('http', 5),
  ClientBatch: commandId('http', 6),
} as const;

/** Result: the body as a byte string. */
export interface ReadBodyCommand extends Command {
  /** Bytes. */
  readonly maximum: number;
  /** Milliseconds. */
  readonly timeout: number;
}

export function noExchange(): WippyError {
  return new WippyError('no HTTP request context found', { kind: ErrorKind.Internal, retryable: false });
}

function requireExchange(context: FrameContext): HttpExchange {
  const exchange = exchangeOf(context);
  if (exchange === undefined) throw noExchange();
  return exchange;
}

/** Registers what endpoint functions do with their exchange. */
export function registerHttpServerCommands(dispatcher: Dispatcher): void {
  dispatcher.register<ReadBodyCommand>(HttpCommand.ReadBody, ({ maximum, timeout }, completion, context) =>
    readBody(requireExchange(context), maximum, timeout, (body, error) => {
      if (error !== null) completion.fail(error);
      else completion.complete(body);
    }),
  );
  // Result: null, when more may be written.
  dispatcher.register(HttpCommand.Flush, (_command, completion, context) => {
    requireExchange(context).response.flush((error) => {
      if (error !== null) completion.fail(error);
      else completion.complete(null);
    });
  });
}
