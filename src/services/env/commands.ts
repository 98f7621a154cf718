/** Commands of the environment range and their handlers; all are immediate. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../../system/security/access-control.ts';
import type { EnvService } from './env-service.ts';

export const EnvCommand = {
  Get: commandId('env', 0),
  Set: commandId('env', 1),
  All: commandId('env', 2),
} as const;

/** Result: the value (text). */
export interface GetVariableCommand extends Command {
  readonly name: string;
}

/** Result: null. */
export interface SetVariableCommand extends Command {
  readonly name: string;
  readonly value: string;
}

/** Registers the handlers. `All` gives a map of those variables that the actor may read. */
export function registerEnvCommands(dispatcher: Dispatcher, env: EnvService, access: AccessControl): void {
  dispatcher.registerImmediate<GetVariableCommand>(EnvCommand.Get, ({ name }, context) => {
    if (!access.isAllowed(context, 'env.get', name)) throw denied(`access environment variable: ${name}`);
    return failingAs('get environment variable failed', () => env.get(name, namespaceOf(context)));
  });
  dispatcher.registerImmediate<SetVariableCommand>(EnvCommand.Set, ({ name, value }, context) => {
    if (!access.isAllowed(context, 'env.set', name)) throw denied(`set environment variable: ${name}`);
    failingAs('set environment variable failed', () => env.set(name, value, namespaceOf(context)));
    return null;
  });
  dispatcher.registerImmediate(EnvCommand.All, (_command, context) => {
    const all = failingAs('get all environment variables failed', () => env.all());
    return new Map([...all].filter(([name]) => access.isAllowed(context, 'env.get', name)));
  });
}

function namespaceOf({ id }: FrameContext): string {
  return id.slice(0, Math.max(0, id.indexOf(':')));
}

function denied(action: string): WippyError {
  return new WippyError(`not allowed to ${action}`, { kind: ErrorKind.PermissionDenied, retryable: false });
}

function failingAs<T>(message: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof WippyError ? error.wrap(message) : error;
  }
}
