import type { Options } from '../../core/context/frame-context.ts';
import type { Actor, Scope } from '../../core/context/identity.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { Payload } from '../../infrastructure/transcoder/payload.ts';
import { callerMeta } from '../processes/process-handlers.ts';
import type { AccessControl } from '../security/access-control.ts';
import { assertFunctionId, customCallNotAllowed, functionNotAllowed } from './errors.ts';
import type { FunctionRegistry } from './function-registry.ts';

export const FunctionCommand = { Call: commandId('function', 0) } as const;

/** Result: the values the function returned (`Payload[]` or null). Giving the command up cancels the call. */
export interface CallCommand extends Command {
  readonly target: string;
  readonly payloads: readonly Payload[];
  readonly options?: Options | null;
  readonly values?: Readonly<Record<string, unknown>> | null;
  readonly actor?: Actor | null;
  readonly scope?: Scope | null;
}

/** Registers the commands of the function range. */
export function registerFunctionCommands(
  dispatcher: Dispatcher,
  functions: FunctionRegistry,
  access: AccessControl,
): void {
  dispatcher.register<CallCommand>(FunctionCommand.Call, (command, completion, context) => {
    const { target, payloads, options = null, values, actor, scope } = command;
    assertFunctionId(target);
    const meta = callerMeta(context);
    if (!access.isAllowed(context, 'funcs.call', target, meta)) throw functionNotAllowed(target);
    if (values != null && !access.isAllowed(context, 'funcs.context', 'context', meta)) {
      throw customCallNotAllowed('context');
    }
    const identity = actor !== undefined || scope !== undefined;
    if (identity && !access.isAllowed(context, 'funcs.security', 'security', meta)) {
      throw customCallNotAllowed('security context');
    }
    const running = functions.call({ target, payloads, context, options, values, actor, scope }, (value, error) => {
      if (error === null) completion.complete(value);
      else completion.fail(error);
    });
    return () => running.cancel();
  });
}
