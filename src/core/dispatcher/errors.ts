import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { MAXIMUM_COMMAND_ID, moduleOfCommand } from './command-ranges.ts';

export function unknownCommand(id: number): WippyError {
  return new WippyError('unknown command', {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { command_id: id, module: moduleOfCommand(id) },
  });
}

export function commandCollision(id: number): WippyError {
  return new WippyError(`command ${id} already has a handler`, {
    kind: ErrorKind.AlreadyExists,
    retryable: false,
    details: { command_id: id, module: moduleOfCommand(id) },
    hint: 'Give each command its own id in the range of its module.',
  });
}

export function invalidCommandId(id: number): WippyError {
  return new WippyError(`command id ${id} is in no range; ids are integers from 1 to ${MAXIMUM_COMMAND_ID}`, {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Add a range for the module to the table of command ranges.',
  });
}

export function dispatcherFrozen(id: number): WippyError {
  return new WippyError(`command ${id} cannot be registered: the dispatcher is frozen`, {
    kind: ErrorKind.InvalidState,
    retryable: false,
    hint: 'Register handlers while components load, before the dispatcher is frozen.',
  });
}
