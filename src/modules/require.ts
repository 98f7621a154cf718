/** The global `require`: gives what the entry has declared. Reference: lua/entries of the Wippy documentation. */

import { checkString } from '../lua/runtime/arguments.ts';
import { LuaError } from '../lua/runtime/errors.ts';
import { rawGet } from '../lua/runtime/table.ts';
import type { LuaFunction } from '../lua/runtime/values.ts';
import { currentProcess } from '../services/lua/module.ts';

/** `require(name)`: the global of that name, which is where modules and imports are; an error where there is none. */
export const require: LuaFunction = (...args) => {
  const name = checkString(args, 1, 'require');
  const { environment } = currentProcess();
  const value = environment === null ? undefined : rawGet(environment, name);
  if (value === undefined) throw LuaError.located(`module '${name}' not found`);
  return value;
};
