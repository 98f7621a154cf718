/** The class `funcs.Future`. Reference: lua/core/future of the Wippy documentation. */

import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { tableOf } from '../../lua/runtime/table.ts';
import type { LuaFunction, LuaValue, Userdata } from '../../lua/runtime/values.ts';
import { errorToLua, failure } from '../../services/lua/convert/errors.ts';
import { luaPayload } from '../../services/lua/convert/payloads.ts';
import { currentProcess, defineClass, type UserdataClass } from '../../services/lua/module.ts';
import { payloadValue } from '../../services/lua/payload-value.ts';
import { Channel } from '../../services/lua/process/channel.ts';
import type { CallCommand } from '../../system/functions/function-commands.ts';

/** An answer that is to come. */
class Future {
  /** Gets the answer: a payload, a table of several, or the error. */
  readonly channel: Channel;
  canceled = false;
  /** Null while there is no answer. */
  private answer: { readonly value: LuaValue; readonly error: WippyError | null } | null = null;
  private readonly giveUp: () => void;

  constructor(command: CallCommand) {
    const process = currentProcess();
    this.channel = new Channel(process, 1);
    this.giveUp = process.background(command, (data, error) => {
      const payloads = (data as readonly Payload[] | null) ?? [];
      this.settle(error === null ? wrapped(payloads) : undefined, error);
    });
  }

  private settle(value: LuaValue, error: WippyError | null): void {
    this.answer = { value, error };
    this.channel.post(error === null ? value : errorToLua(error));
    this.channel.close();
  }

  get complete(): boolean {
    return this.answer !== null;
  }

  get value(): LuaValue {
    return this.answer?.value;
  }

  get error(): WippyError | null {
    return this.answer?.error ?? null;
  }

  /** Gives the call up. An answer that has come already stays what it is. */
  cancel(): void {
    this.canceled = true;
    if (this.complete) return;
    this.giveUp();
    this.settle(undefined, canceled());
  }
}

function canceled(): WippyError {
  return new WippyError('canceled', { kind: ErrorKind.Canceled, retryable: false });
}

/** One payload value, or a table of several. A function that returned nothing has returned nil. */
function wrapped(payloads: readonly Payload[]): LuaValue {
  if (payloads.length > 1) return tableOf(payloads.map(payloadValue));
  return payloadValue(payloads[0] ?? luaPayload(undefined));
}

/** Starts a call; its answer goes to the future. */
export function startCall(command: CallCommand): Userdata {
  return futureClass.create(new Future(command));
}

const futureClass: UserdataClass<Future> = defineClass<Future>('funcs.Future', Future, () => {
  const self = (args: LuaValue[], name: string): Future => futureClass.check(args, 1, name);
  const channel: LuaFunction = (...args) => self(args, 'channel').channel;
  return {
    response: channel,
    channel,
    is_complete: (...args) => self(args, 'is_complete').complete,
    is_canceled: (...args) => self(args, 'is_canceled').canceled,
    result: (...args) => {
      const future = self(args, 'result');
      if (future.canceled) return failure(canceled());
      return future.error === null ? [future.value, undefined] : failure(future.error);
    },
    error: (...args) => {
      const { error } = self(args, 'error');
      return error === null ? [undefined, false] : [errorToLua(error), true];
    },
    cancel: (...args) => {
      self(args, 'cancel').cancel();
      return [true, undefined];
    },
  };
});
