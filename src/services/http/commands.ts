/** Commands of the http range. Those of a request act on the exchange that the calling function serves. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import { exchangeOf, type HttpExchange } from './exchange.ts';
import { readForm } from './multipart.ts';
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

/** Result: MultipartForm. */
export interface ParseFormCommand extends Command {
  /** Bytes of files that are kept in memory. */
  readonly memory: number;
  /** Bytes of the whole form. */
  readonly maximum: number;
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
  dispatcher.register<ParseFormCommand>(HttpCommand.ParseForm, ({ memory, maximum }, completion, context) => {
    const controller = new AbortController();
    readForm(requireExchange(context), memory, maximum, controller.signal).then(
      (form) => completion.complete(form),
      (error: unknown) => completion.fail(toWippyError(error)),
    );
    return () => controller.abort();
  });
  // Result: null, when more may be written.
  dispatcher.register(HttpCommand.Flush, (_command, completion, context) => {
    requireExchange(context).response.flush((error) => {
      if (error !== null) completion.fail(error);
      else completion.complete(null);
    });
  });
}
