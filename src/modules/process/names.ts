/** `process.registry`: names of processes. */

import { type PID, parsePid } from '../../core/pid/pid.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import { isNumber, type LuaFunction, type LuaResult, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { failure, invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, type ModuleMembers, wait } from '../../services/lua/module.ts';
import {
  type LookupNameCommand,
  ProcessCommand,
  type RegisterNameCommand,
  type UnregisterNameCommand,
} from '../../system/processes/process-commands.ts';
import { NameScope } from '../../system/topology/names.ts';

const SCOPE_EXPECTED = 'scope must be a number (process.registry.LOCAL|EVENTUAL|CONSISTENT|STRONG)';

/** The scope in an argument; null where it is none. */
function scopeOf(value: LuaValue): number | undefined | null {
  if (value === undefined) return undefined;
  return isNumber(value) ? Math.trunc(toDouble(value)) : null;
}

const register: LuaFunction = (...args): LuaResult => {
  const name = fromLuaString(checkString(args, 1, 'register'));
  let pid: string | undefined;
  if (args[1] !== undefined) {
    if (typeof args[1] !== 'string') return invalid('pid must be a string');
    pid = fromLuaString(args[1]);
    try {
      parsePid(pid);
    } catch (error) {
      if (error instanceof WippyError) return failure(error.wrap('invalid pid'));
      throw error;
    }
  }
  const scope = scopeOf(args[2]);
  if (scope === null) return invalid(SCOPE_EXPECTED);
  const command: RegisterNameCommand = { id: ProcessCommand.Register, name, pid, scope };
  return wait(command, () => [true, undefined]);
};

const lookup: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'lookup'));
  const command: LookupNameCommand = { id: ProcessCommand.Lookup, name };
  return attempt(command, (pid) => (pid as PID).text);
};

const unregister: LuaFunction = (...args) => {
  const name = fromLuaString(checkString(args, 1, 'unregister'));
  const scope = scopeOf(args[1]);
  if (scope === null) return invalid(SCOPE_EXPECTED);
  const command: UnregisterNameCommand = { id: ProcessCommand.Unregister, name, scope };
  return wait(command, (removed) => [removed === true, undefined]);
};

export function nameMembers(): ModuleMembers {
  return {
    register,
    lookup,
    unregister,
    LOCAL: NameScope.Local,
    EVENTUAL: NameScope.Eventual,
    CONSISTENT: NameScope.Consistent,
    STRONG: NameScope.Strong,
  };
}
