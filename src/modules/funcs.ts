/** Module `funcs`: calls of functions by their ids. Reference: lua/core/funcs of the Wippy documentation. */

import type { Actor, Scope } from '../core/context/identity.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import type { Payload } from '../infrastructure/transcoder/payload.ts';
import { checkString, checkTable } from '../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaValue } from '../lua/runtime/values.ts';
import { failure } from '../services/lua/convert/errors.ts';
import { luaPayloads, payloadToLua } from '../services/lua/convert/payloads.ts';
import { recordOf } from '../services/lua/convert/record.ts';
import { fromLuaString } from '../services/lua/convert/text.ts';
import { currentProcess, defineClass, defineModule, type UserdataClass, wait } from '../services/lua/module.ts';
import { mayDo } from '../services/lua/permissions.ts';
import { assertFunctionId, customCallNotAllowed, functionNotAllowed } from '../system/functions/errors.ts';
import { type CallCommand, FunctionCommand } from '../system/functions/function-commands.ts';
import { startCall } from './funcs/future.ts';
import { checkActor, checkScope } from './process/identity.ts';

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
}

const PLAIN = new Executor();

/** The command of a call whose arguments begin at `from` with the target. @throws WippyError for a malformed target. */
function commandOf(executor: Executor, name: string, args: LuaValue[], from: number): CallCommand {
  const target = fromLuaString(checkString(args, from + 1, name));
  assertFunctionId(target);
  const payloads = luaPayloads(args.slice(from + 1));
  const { values, options, actor, scope } = executor;
  return { id: FunctionCommand.Call, target, payloads, values, options, actor, scope };
}

/** `nil, error` for the WippyErrors of the work. */
function orFailure(work: () => LuaResult): LuaResult {
  try {
    return work();
  } catch (error) {
    if (error instanceof WippyError) return failure(error);
    throw error;
  }
}

/** The first value of a result, for its only receiver. */
function answer(data: unknown): LuaResult {
  const first = (data as readonly Payload[] | null)?.[0];
  return [first === undefined ? undefined : payloadToLua(first, currentProcess().runtime.transcoder), undefined];
}

function call(executor: Executor, args: LuaValue[], from: number): LuaResult {
  return orFailure(() => wait(commandOf(executor, 'call', args, from), answer));
}

function async(executor: Executor, args: LuaValue[], from: number): LuaResult {
  return orFailure(() => {
    const command = commandOf(executor, 'async', args, from);
    // Said now, as nobody may ever look at the answer.
    if (!mayDo('funcs.call', command.target)) throw functionNotAllowed(command.target);
    return [startCall(command), undefined];
  });
}

function checkOptions(table: LuaValue[]): Record<string, unknown> {
  const options = recordOf(checkTable(table, 2, 'with_options'));
  const { network } = options;
  if (typeof network === 'string' && network !== '' && !mayDo('network.select', network)) {
    throw new WippyError(`not allowed: network ${network}`, { kind: ErrorKind.PermissionDenied, retryable: false });
  }
  return options;
}

const executorClass: UserdataClass<Executor> = defineClass<Executor>('funcs.Executor', Executor, () => {
  /** A method that gives an executor with changes, if the action is allowed. */
  const changing =
    (name: string, denial: (() => WippyError | null) | null, change: ChangeOfExecutor): LuaFunction =>
    (...args) => {
      const executor = executorClass.check(args, 1, name);
      return orFailure(() => {
        const denied = denial === null ? null : denial();
        if (denied !== null) throw denied;
        return executorClass.create(executor.with(change(executor, args)));
      });
    };
  const context = (): WippyError | null => (mayDo('funcs.context', 'context') ? null : customCallNotAllowed('context'));
  const security = (): WippyError | null =>
    mayDo('funcs.security', 'security') ? null : customCallNotAllowed('security context');
  return {
    with_context: changing('with_context', context, ({ values }, args) => ({
      values: { ...values, ...recordOf(checkTable(args, 2, 'with_context')) },
    })),
    with_actor: changing('with_actor', security, (_executor, args) => ({ actor: checkActor(args[1], 'with_actor') })),
    with_scope: changing('with_scope', security, (_executor, args) => ({ scope: checkScope(args[1], 'with_scope') })),
    // As in the Go runtime, the options take the place of those before.
    with_options: changing('with_options', null, (_executor, args) => ({ options: checkOptions(args) })),
    call: (...args) => call(executorClass.check(args, 1, 'call'), args, 1),
    async: (...args) => async(executorClass.check(args, 1, 'async'), args, 1),
  };
});

type ChangeOfExecutor = (executor: Executor, args: LuaValue[]) => Partial<Omit<Executor, 'with'>>;

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
      with_context: (self: Executor, values: {[string]: any}) -> (Executor?, error?);
      with_options: (self: Executor, options: {[string]: any}) -> (Executor?, error?);
      with_actor: (self: Executor, actor: any) -> (Executor?, error?);
      with_scope: (self: Executor, scope: any) -> (Executor?, error?);
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
    call: (...args) => call(PLAIN, args, 0),
    async: (...args) => async(PLAIN, args, 0),
  }),
});
