/** Commands of the system range and their handlers. */

import type { FrameContext } from '../../core/context/frame-context.ts';
import type { Command } from '../../core/dispatcher/command.ts';
import { commandId } from '../../core/dispatcher/command-ranges.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import type { PID } from '../../core/pid/pid.ts';
import { ErrorKind, toWippyError, WippyError } from '../../infrastructure/errors.ts';
import type { Action } from '../../system/security/actions.ts';
import { NameScope } from '../../system/topology/names.ts';
import { UNLIMITED } from './memory.ts';
import type { SystemParts } from './parts.ts';
import { QUESTIONS, type QuestionName } from './questions.ts';

/** All but the locks are immediate. */
export const SystemCommand = {
  Read: commandId('system', 0),
  Set: commandId('system', 1),
  Collect: commandId('system', 2),
  Exit: commandId('system', 3),
  Lock: commandId('system', 4),
  Unlock: commandId('system', 5),
} as const;

/** Result: the answer, as host values. */
export interface SystemReadCommand extends Command {
  readonly question: QuestionName;
  /** The id that the question is about, else empty. */
  readonly subject: string;
}

/** Result: the value before. */
export interface SystemSetCommand extends Command {
  readonly setting: 'memory_limit' | 'gc_percent' | 'gomaxprocs';
  readonly value: bigint;
}

/** Result: null. */
export interface SystemExitCommand extends Command {
  readonly code: number;
}

/** Results: whether the lock was acquired; whether it was held by the caller and released. */
export interface SystemLockCommand extends Command {
  readonly name: string;
}

/** Registers the handlers. Denials are of kind Invalid, those of locks PermissionDenied, as documented. */
export function registerSystemCommands(dispatcher: Dispatcher, parts: SystemParts): void {
  const { access, memory, names, settings, shutdown } = parts;
  const check = (
    context: FrameContext,
    action: Action,
    resource: string,
    kind: ErrorKind = ErrorKind.Invalid,
  ): void => {
    if (access.isAllowed(context, action, resource)) return;
    const subject = resource === '' ? action : `${action} on ${resource}`;
    throw new WippyError(`permission denied: ${subject}`, { kind, retryable: false });
  };

  dispatcher.registerImmediate<SystemReadCommand>(SystemCommand.Read, ({ question, subject }, context) => {
    const { resource, answer } = QUESTIONS[question];
    check(context, 'system.read', resource);
    return answer(parts, subject);
  });
  dispatcher.registerImmediate<SystemSetCommand>(SystemCommand.Set, ({ setting, value }, context) => {
    check(context, setting === 'gc_percent' ? 'system.gc' : 'system.control', setting);
    switch (setting) {
      case 'memory_limit': {
        const before = memory.limit;
        memory.limit = value === -1n ? UNLIMITED : value;
        return before;
      }
      case 'gc_percent': {
        const before = memory.percent;
        memory.percent = Number(value);
        return before;
      }
      case 'gomaxprocs': {
        const before = settings.maximumProcessors;
        settings.maximumProcessors = Number(value);
        return before;
      }
    }
  });
  dispatcher.registerImmediate(SystemCommand.Collect, (_command, context) => {
    check(context, 'system.gc', 'gc');
    memory.collect();
    return null;
  });
  dispatcher.registerImmediate<SystemExitCommand>(SystemCommand.Exit, ({ code }, context) => {
    check(context, 'system.exit', '');
    shutdown(code);
    return null;
  });

  // A lock is a name that is unique in the cluster and goes away with the process that holds it.
  const lock = (id: number, what: string, work: (name: string, owner: PID) => boolean | Promise<boolean>): void => {
    dispatcher.register<SystemLockCommand>(id, ({ name }, completion, context) => {
      check(context, 'system.lock', name, ErrorKind.PermissionDenied);
      if (context.pid === null) {
        throw new WippyError('caller PID not available', { kind: ErrorKind.Internal, retryable: false });
      }
      const fail = (error: unknown): void => completion.fail(toWippyError(error).wrap(what));
      Promise.resolve(work(`_sys:lock:${name}`, context.pid)).then((done) => completion.complete(done), fail);
    });
  };
  lock(SystemCommand.Lock, 'lock acquire', async (name, owner) => {
    if (names.lookup(name) !== null) return false;
    try {
      await names.register(name, owner, NameScope.Strong);
      return true;
    } catch (error) {
      // Another node of the cluster was faster.
      if (error instanceof WippyError && error.kind === ErrorKind.AlreadyExists) return false;
      throw error;
    }
  });
  lock(SystemCommand.Unlock, 'lock release', (name, owner) => names.unregister(name, NameScope.Strong, owner));
}
