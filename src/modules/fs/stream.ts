/** `stream.Stream`: what modules hand out to read from or write to. Rule: lua/core/stream of the Wippy documentation. */

import { checkInteger, checkString, optionalInteger } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../../lua/runtime/values.ts';
import {
  type ByteStream,
  StreamCommand,
  type StreamReadCommand,
  type StreamSeekCommand,
  type StreamWriteCommand,
  streamError,
} from '../../services/fs/byte-stream.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromBytes, toBytes } from '../../services/lua/convert/text.ts';
import {
  currentProcess,
  defineClass,
  defineModule,
  fields,
  type UserdataClass,
  wait,
} from '../../services/lua/module.ts';
import { createScanner } from './scanner.ts';

/** Bytes of a read that does not say how many. */
const CHUNK = 32 * 1024;

/** A stream in the hands of a process; it is closed when the process ends. */
export class LuaStream {
  readonly stream: ByteStream;
  closed = false;
  private readonly forget: () => void;

  constructor(stream: ByteStream) {
    this.stream = stream;
    this.forget = currentProcess().onClose(() => {
      this.closed = true;
      stream.close().catch(() => undefined);
    });
  }

  close(): void {
    this.closed = true;
    this.forget();
  }
}

/** A Lua value for a stream. Only inside a process. */
export function createStream(stream: ByteStream): LuaResult {
  return streamClass.create(new LuaStream(stream));
}

/** The bytes of a value that is a stream, or undefined. */
export function streamOf(value: LuaValue): ByteStream | undefined {
  return streamClass.of(value)?.stream;
}

const closedFailure = (): LuaResult => failure(streamError('stream closed'));

function read(held: LuaStream, size: number): LuaResult {
  if (held.closed) return closedFailure();
  if (size < 0) return invalid('size must not be negative');
  const command: StreamReadCommand = { id: StreamCommand.Read, stream: held.stream, size: size === 0 ? CHUNK : size };
  return wait(command, (bytes) => (bytes === null ? undefined : fromBytes(bytes as Uint8Array)));
}

function seek(held: LuaStream, whence: string, offset: number): LuaResult {
  if (held.closed) return closedFailure();
  if (whence !== 'set' && whence !== 'cur' && whence !== 'end') {
    return invalid("invalid whence: must be 'set', 'cur', or 'end'");
  }
  const command: StreamSeekCommand = { id: StreamCommand.Seek, stream: held.stream, whence, offset };
  return wait(command, (position) => position as number);
}

function stat({ stream, closed }: LuaStream): LuaResult {
  if (closed) return closedFailure();
  return fields({
    size: stream.size,
    position: stream.position,
    readable: stream.read !== undefined,
    writable: stream.write !== undefined,
    seekable: stream.seek !== undefined,
  });
}

function methods(): Record<string, LuaFunction> {
  return {
    read: (...args) => read(streamClass.check(args, 1, 'read'), optionalInteger(args, 2, 'read', 0)),
    write: (...args) => {
      const { stream, closed } = streamClass.check(args, 1, 'write');
      const data = toBytes(checkString(args, 2, 'write'));
      if (closed) return closedFailure();
      const command: StreamWriteCommand = { id: StreamCommand.Write, stream, data };
      return wait(command, (count) => count as number);
    },
    seek: (...args) => {
      const held = streamClass.check(args, 1, 'seek');
      return seek(held, checkString(args, 2, 'seek'), checkInteger(args, 3, 'seek'));
    },
    flush: (...args) => {
      const { stream, closed } = streamClass.check(args, 1, 'flush');
      return closed ? closedFailure() : wait({ id: StreamCommand.Flush, stream } as StreamReadCommand, () => true);
    },
    stat: (...args) => stat(streamClass.check(args, 1, 'stat')),
    close: (...args) => {
      const held = streamClass.check(args, 1, 'close');
      if (held.closed) return true;
      held.close();
      return wait({ id: StreamCommand.Close, stream: held.stream } as StreamReadCommand, () => true);
    },
    scanner: (...args) => {
      const { stream, closed } = streamClass.check(args, 1, 'scanner');
      if (closed) return closedFailure();
      if (stream.read === undefined) return failure(streamError('stream is not readable'));
      return createScanner((size) => (stream.read as NonNullable<ByteStream['read']>)(size), args);
    },
  };
}

export const streamClass: UserdataClass<LuaStream> = defineClass('stream.Stream', LuaStream, methods, () => ({
  __tostring: () => 'stream.Stream{}',
}));

/** Streams come from other modules; this one is there so that programs may name it. */
export const streamModule = defineModule({
  name: 'stream',
  description: 'Types of the streams that other modules hand out.',
  classes: ['storage', 'io', 'nondeterministic'],
  types: `
    type Scanner = {
      scan: (self: Scanner) -> (boolean, error?),
      text: (self: Scanner) -> string,
      err: (self: Scanner) -> error?,
    }
    type Stream = {
      read: (self: Stream, size?: integer) -> (string?, error?),
      write: (self: Stream, data: string) -> (integer?, error?),
      seek: (self: Stream, whence: string, offset: integer) -> (integer?, error?),
      flush: (self: Stream) -> (boolean?, error?),
      stat: (self: Stream) -> ({size: integer, position: integer, readable: boolean, writable: boolean, seekable: boolean}?, error?),
      close: (self: Stream) -> (boolean?, error?),
      scanner: (self: Stream, split?: string) -> (Scanner?, error?),
    }
    type stream = {}`,
  members: () => ({}),
});
