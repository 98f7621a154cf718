/** Module `funcs`: calls of functions by their ids. Reference: lua/core/funcs and lua/core/future of the documentation. */

import type { Actor, Scope } from '../core/context/identity.ts';
import { WippyError } from '../infrastructure/errors.ts';
import type { Payload } from '../infrastructure/transcoder/payload.ts';
import { checkTable } from '../lua/runtime/arguments.ts';
import { tableOf } from '../lua/runtime/table.ts';
import { type LuaFunction, type LuaResult, type LuaValue, Userdata } from '../lua/runtime/values.ts';
import { errorToLua, failure, invalid } from '../services/lua/convert/errors.ts';
import { luaPayloads, payloadToLua } from '../services/lua/convert/payloads.ts';
import { fromLuaString } from '../services/lua/convert/text.ts';
import { currentProcess, defineClass, defineModule, type UserdataClass, wait } from '../services/lua/module.ts';
import { payloadValue } from '../services/lua/payload-value.ts';
import { Channel } from '../services/lua/process/channel.ts';
import { channelValue } from '../services/lua/process/channel-value.ts';
import { type CallCommand, FunctionCommand } from '../system/functions/function-commands.ts';
import { recordOf } from './process/spawner.ts';

/** What an executor adds to its calls. Immutable. */
class Executor {
  readonly values: Readonly<Record<string, unknown>> | undefined;
  readonly options: Readonly<Record<string, unknown>> | undefined;
  readonly actor: Actor | undefined;
  readonly scope: Scope | undefined;

  constructor(from: Partial<Omit<Executor, 'with'>> = {}) {
    this.values = from.values;
    this.options = from.options;
    this.actor = from.actor;
    this.scope = from.scope;
  }

  with(changes: Partial<Omit<Executor, 'with'>>): Executor {
    return new Executor({ ...this, ...changes });
  }

  command(target: string, payloads: readonly Payload[]): CallCommand {
    const { values, options, actor, scope } = this;
    return { id: FunctionCommand.Call, target, payloads, values, options, actor, scope };
  }
}

const PLAIN = new Executor();

/** The target of a call, or the error of a bad one. */
function targetProblem(target: LuaValue): string | null {
  if (typeof target !== 'string' || target === '') return 'function ID required';
  const colon = target.indexOf(':');
  if (colon <= 0) return 'namespace required in function ID';
  return colon === target.length - 1 ? 'name required in function ID' : null;
}

/** The first value of a result, for its only receiver. */
function firstOf(data: unknown): LuaValue {
  const first = (data as readonly Payload[] | null)?.[0];
  return first === undefined ? undefined : payloadToLua(first, currentProcess().runtime.transcoder);
}

function callWith(executor: Executor, args: LuaValue[], from: number): LuaResult {
  const target = args[from];
  const problem = targetProblem(target);
  if (problem !== null) return invalid(problem);
  const command = executor.command(fromLuaString(target as string), luaPayloads(args.slice(from + 1)));
  return wait(command, (data) => [firstOf(data), undefined]);
}

/** An answer that is to come. */
class Future {
  readonly channel: Channel;
  complete = false;
  canceled = false;
  payloads: readonly Payload[] = [];
  failure: WippyError | null = null;
  giveUp: () => void = () => undefined;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  settle(data: unknown, error: WippyError | null): void {
    if (this.complete) return;
    this.complete = true;
    if (error !== null) this.failure = error;
    else {
      this.payloads = (data as readonly Payload[] | null) ?? [];
      this.channel.trySend(this.payloadsValue());
    }
    if (!this.channel.closed) this.channel.close();
  }

  /** One wrapper, or a table of several. */
  payloadsValue(): LuaValue {
    const wrapped = this.payloads.map(payloadValue);
    return wrapped.length === 1 ? wrapped[0] : tableOf(wrapped);
  }
}

function canceled(): LuaResult {
  return failure(new WippyError('operation canceled', { kind: 'Canceled', retryable: false }));
}

const futureClass: UserdataClass<Future> = defineClass<Future>('funcs.Future', Future, () => {
  const self = (args: LuaValue[], name: string): Future => futureClass.check(args, 1, name);
  const response: LuaFunction = (...args) => channelValue(self(args, 'response').channel);
  return {
    response,
    channel: response,
    is_complete: (...args) => self(args, 'is_complete').complete,
    is_canceled: (...args) => self(args, 'is_canceled').canceled,
    result: (...args) => {
      const future = self(args, 'result');
      if (future.canceled) return canceled();
      if (!future.complete) return [undefined, undefined];
      return future.failure === null ? [future.payloadsValue(), undefined] : failure(future.failure);
    },
    error: (...args) => {
      const future = self(args, 'error');
      return future.failure === null ? [undefined, false] : [errorToLua(future.failure), true];
    },
    cancel: (...args) => {
      const future = self(args, 'cancel');
      if (!future.complete) {
        future.canceled = true;
        future.giveUp();
        future.settle(null, new WippyError('operation canceled', { kind: 'Canceled', retryable: false }));
      }
      return true;
    },
  };
});

function asyncWith(executor: Executor, args: LuaValue[], from: number): LuaResult {
  const target = args[from];
  const problem = targetProblem(target);
  if (problem !== null) return invalid(problem);
  const process = currentProcess();
  const future = new Future(new Channel(process, 1));
  const command = executor.command(fromLuaString(target as string), luaPayloads(args.slice(from + 1)));
  future.giveUp = process.background(command, (data, error) => future.settle(data, error));
  return [futureClass.create(future), undefined];
}

const executorClass: UserdataClass<Executor> = defineClass<Executor>('funcs.Executor', Executor, () => {
  const self = (args: LuaValue[], name: string): Executor => executorClass.check(args, 1, name);
  const identity =
    (field: 'actor' | 'scope'): LuaFunction =>
    (...args) => {
      const value = args[1];
      if (!(value instanceof Userdata)) return invalid(`${field} expected`);
      return executorClass.create(self(args, `with_${field}`).with({ [field]: value.data as never }));
    };
  return {
    with_context: (...args) => {
      const executor = self(args, 'with_context');
      return executorClass.create(
        executor.with({ values: { ...executor.values, ...recordOf(checkTable(args, 2, 'with_context')) } }),
      );
    },
    with_options: (...args) => {
      const executor = self(args, 'with_options');
      return executorClass.create(
        executor.with({ options: { ...executor.options, ...recordOf(checkTable(args, 2, 'with_options')) } }),
      );
    },
    with_actor: identity('actor'),
    with_scope: identity('scope'),
    call: (...args) => callWith(self(args, 'call'), args, 1),
    async: (...args) => asyncWith(self(args, 'async'), args, 1),
  };
});

export const funcsModule = defineModule({
  name: 'funcs',
  description: 'Calls of functions by their ids.',
  classes: ['workflow', 'nondeterministic'],
  types: `
    interface Future
      response: (self: Future) -> any;
      channel: (self: Future) -> any;
      is_complete: (self: Future) -> boolean;
      is_canceled: (self: Future) -> boolean;
      result: (self: Future) -> (any, error?);
      error: (self: Future) -> (error?, boolean);
      cancel: (self: Future) -> (boolean, error?);
    end
    interface Executor
      with_context: (self: Executor, values: {[string]: any}) -> Executor;
      with_options: (self: Executor, options: {[string]: any}) -> Executor;
      with_actor: (self: Executor, actor: any) -> Executor;
      with_scope: (self: Executor, scope: any) -> Executor;
      call: (self: Executor, target: string, ...any) -> (any, error?);
      async: (self: Executor, target: string, ...any) -> (Future?, error?);
    end
    type funcs = {
      new: () -> Executor,
      call: (target: string, ...any) -> (any, error?),
      async: (target: string, ...any) -> (Future?, error?),
    }`,
  members: () => ({
    new: () => executorClass.create(PLAIN),
    call: (...args) => callWith(PLAIN, args, 0),
    async: (...args) => asyncWith(PLAIN, args, 0),
  }),
});
