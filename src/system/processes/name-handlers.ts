import type { FrameContext } from '../../core/context/frame-context.ts';
import type { CommandCompletion } from '../../core/dispatcher/command.ts';
import type { Dispatcher } from '../../core/dispatcher/dispatcher.ts';
import { parsePid } from '../../core/pid/pid.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import type { AccessControl } from '../security/access-control.ts';
import type { Action } from '../security/actions.ts';
import { nameNotRegistered } from '../topology/errors.ts';
import { NameScope, type Names } from '../topology/names.ts';
import { notAllowed } from './errors.ts';
import {
  type LookupNameCommand,
  ProcessCommand,
  type RegisterNameCommand,
  type UnregisterNameCommand,
} from './process-commands.ts';
import { callerMeta, callerPid } from './process-handlers.ts';

const SCOPE_NAMES = ['', 'eventual', 'consistent', 'strong'] as const;

/** Registers the commands of `process.registry`. */
export function registerNameCommands(dispatcher: Dispatcher, names: Names, access: AccessControl): void {
  dispatcher.register<RegisterNameCommand>(ProcessCommand.Register, (command, completion, context) => {
    const scope = command.scope ?? NameScope.Local;
    check('register', command.name, scope, context);
    const self = callerPid(context, 'register');
    const pid = command.pid === undefined ? self : parsePid(command.pid);
    if (!pid.equals(self) && !access.isAllowed(context, 'process.registry.foreign', pid.text, callerMeta(context))) {
      throw notAllowed('register foreign pid', pid.text);
    }
    answer(names.register(command.name, pid, scope), completion, () => null);
  });
  dispatcher.registerImmediate<LookupNameCommand>(ProcessCommand.Lookup, ({ name }) => {
    const pid = names.lookup(name);
    if (pid === null) throw nameNotRegistered(name);
    return pid;
  });
  dispatcher.register<UnregisterNameCommand>(ProcessCommand.Unregister, (command, completion, context) => {
    const scope = command.scope ?? NameScope.Local;
    check('unregister', command.name, scope, context);
    answer(names.unregister(command.name, scope, context.pid), completion, (removed) => removed);
  });

  function check(verb: 'register' | 'unregister', name: string, scope: number, context: FrameContext): void {
    const suffix = SCOPE_NAMES[scope] ?? '';
    const local = `process.registry.${verb}` as const;
    const permission: Action = suffix === '' ? local : `${local}.${suffix}`;
    if (access.isAllowed(context, permission, name, callerMeta(context))) return;
    throw notAllowed(`${verb} name${suffix === '' ? '' : ` (${suffix})`}`, name);
  }
}

/** Answers now when the directory has answered, else when its promise settles. */
function answer<T>(result: T | Promise<T>, completion: CommandCompletion, data: (value: T) => unknown): void {
  if (!(result instanceof Promise)) {
    completion.complete(data(result));
    return;
  }
  result.then(
    (value) => completion.complete(data(value)),
    (thrown: unknown) => completion.fail(toWippyError(thrown)),
  );
}
