/** Asks a running application over its control socket. */
import { connect } from 'node:net';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { systemCode } from '../../infrastructure/file-error.ts';
import { type ControlReply, splitLines } from './protocol.ts';

/**
 * The result of a method.
 * @param onItem told each item of a stream.
 * @param signal ends the call; it then resolves with undefined.
 * @throws Unavailable where nothing runs, and what the method answers.
 */
export function request(
  path: string,
  method: string,
  params: Readonly<Record<string, unknown>>,
  onItem: (item: unknown) => void = () => undefined,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.setEncoding('utf8');
    signal?.addEventListener('abort', () => {
      socket.destroy();
      resolve(undefined);
    });
    socket.on('connect', () => socket.write(`${JSON.stringify({ method, params })}\n`));
    socket.on('error', (error) => reject(unreachable(path, error)));
    socket.on('close', () => reject(brokenOff()));
    socket.on(
      'data',
      splitLines((line) => {
        const reply = parseReply(line);
        if (reply === undefined) reject(brokenOff());
        else if ('item' in reply) onItem(reply.item);
        else if ('result' in reply) resolve(reply.result);
        else reject(answered(reply.error));
      }),
    );
  });
}

function parseReply(line: string): ControlReply | undefined {
  try {
    const reply: unknown = JSON.parse(line);
    if (typeof reply === 'object' && reply !== null && ('item' in reply || 'result' in reply || 'error' in reply)) {
      return reply as ControlReply;
    }
  } catch {
    // Not one of ours.
  }
  return undefined;
}

function answered({ message, kind, hint }: { message: string; kind: string; hint?: string }): WippyError {
  return new WippyError(message, {
    kind: kind as ErrorKind,
    retryable: false,
    ...(hint === undefined ? {} : { hint }),
  });
}

function unreachable(path: string, error: Error): WippyError {
  const code = systemCode(error);
  const nobody = code === 'ENOENT' || code === 'ECONNREFUSED';
  return new WippyError(
    nobody
      ? 'no application of this project runs'
      : `cannot reach the running application: ${path}: ${code ?? error.message}`,
    {
      kind: ErrorKind.Unavailable,
      retryable: true,
      hint: nobody
        ? 'Start it with "wippy dev" or "wippy run", or name its directory with -C.'
        : 'Only the user who started it may ask it.',
    },
  );
}

function brokenOff(): WippyError {
  return new WippyError('the running application has ended before it answered', {
    kind: ErrorKind.Unavailable,
    retryable: true,
  });
}
