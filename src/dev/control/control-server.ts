/** Answers other programs of the same user about the running application. */
import { mkdirSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import { fileProblem, systemCode } from '../../infrastructure/file-error.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { request } from './control-client.ts';
import { type ControlReply, type ControlRequest, MAX_REQUEST, splitLines } from './protocol.ts';

export interface ControlCall {
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
  /** Sends an item before the result. */
  readonly send: (item: unknown) => void;
}

/** Gives the result, plain data. A WippyError becomes the answer. */
export type ControlMethod = (params: Readonly<Record<string, unknown>>, call: ControlCall) => unknown;

export type ControlMethods = Readonly<Record<string, ControlMethod>>;

export interface ControlServer {
  close(): Promise<void>;
}

/**
 * Opens the socket, which only its owner may use. One that nobody listens on any more is taken over.
 * @throws AlreadyExists where another program answers on it, naming that; Internal where it cannot be made.
 */
export async function openControl(path: string, methods: ControlMethods): Promise<ControlServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket, methods);
  });
  try {
    if (process.platform !== 'win32') mkdirSync(dirname(path), { recursive: true });
    await listen(server, path).catch(async (error: unknown) => {
      if (systemCode(error) !== 'EADDRINUSE') throw error;
      await refuseRunning(path);
      rmSync(path, { force: true });
      await listen(server, path);
    });
  } catch (error) {
    if (error instanceof WippyError) throw error;
    throw new WippyError(`cannot open the control socket ${path}: ${fileProblem(error)}`, {
      kind: ErrorKind.Internal,
      retryable: false,
    });
  }
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    // The socket is made in this call, so it never exists with other permissions.
    const former = process.umask(0o177);
    try {
      server.listen(path, () => {
        server.off('error', reject);
        resolve();
      });
    } finally {
      process.umask(former);
    }
  });
}

interface Identity {
  readonly pid?: number;
  readonly mode?: string;
}

/** @throws AlreadyExists where somebody answers. */
async function refuseRunning(path: string): Promise<void> {
  const other = await request(path, 'hello', {}).then(
    (answer) => answer as Identity,
    () => undefined,
  );
  if (other === undefined) return;
  throw new WippyError(`wippy ${other.mode ?? 'run'} of this project runs already, as process ${other.pid ?? '?'}`, {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    hint: 'Look at it with "wippy status", or end it first.',
  });
}

function serve(socket: Socket, methods: ControlMethods): void {
  const ended = new AbortController();
  let asked = false;
  let received = 0;
  const reply = (answer: ControlReply): void => {
    if (socket.writable) socket.write(`${JSON.stringify(answer)}\n`);
  };
  socket.setEncoding('utf8');
  socket.on('error', () => undefined);
  socket.on('close', () => ended.abort());
  const lines = splitLines((line) => {
    if (asked) return;
    asked = true;
    void answer(line, methods, { signal: ended.signal, send: (item) => reply({ item }) }).then((last) => {
      reply(last);
      socket.end();
    });
  });
  socket.on('data', (chunk: string) => {
    received += chunk.length;
    if (received > MAX_REQUEST) socket.destroy();
    else lines(chunk);
  });
}

async function answer(line: string, methods: ControlMethods, call: ControlCall): Promise<ControlReply> {
  try {
    const { method, params } = parseRequest(line);
    const run = Object.hasOwn(methods, method) ? methods[method] : undefined;
    if (run === undefined) throw unknownMethod(method, methods);
    return { result: (await run(params, call)) ?? null };
  } catch (error) {
    const { message, kind, hint } = toWippyError(error);
    return { error: { message, kind, ...(hint ? { hint } : {}) } };
  }
}

function unknownMethod(method: string, methods: ControlMethods): WippyError {
  return new WippyError(`unknown method "${method}"`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint: didYouMean(method, Object.keys(methods)) ?? 'The running program may be of another version.',
  });
}

function parseRequest(line: string): ControlRequest {
  try {
    const { method, params } = JSON.parse(line) as Partial<ControlRequest>;
    if (typeof method === 'string' && (params === undefined || (typeof params === 'object' && params !== null))) {
      return { method, params: params ?? {} };
    }
  } catch {
    // Answered below.
  }
  throw new WippyError('the request is not a JSON object with a method', { kind: ErrorKind.Invalid, retryable: false });
}
