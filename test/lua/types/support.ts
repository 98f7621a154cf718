/** What the compiler does with types, for tests: statements make values, names are looked up when they are used. */

import { get } from '../../../src/lua/runtime/access.ts';
import { call } from '../../../src/lua/runtime/call.ts';
import { LuaError } from '../../../src/lua/runtime/errors.ts';
import { tableOf } from '../../../src/lua/runtime/table.ts';
import { LuaTable, type LuaValue, resultValues, type Userdata } from '../../../src/lua/runtime/values.ts';
import { errorData } from '../../../src/lua/stdlib/errors/value.ts';
import { parse } from '../../../src/lua/syntax/index.ts';
import { describeInterface, describeTypeStatement } from '../../../src/lua/types/description/describe.ts';
import { createTypeValue, type TypeHandle } from '../../../src/lua/types/value.ts';

export type TypeValue = Userdata<TypeHandle>;

/** The type values of a source made of `type` and `interface` statements; `outer` are other names in scope. */
export function declare(source: string, outer: Record<string, LuaValue> = {}): Record<string, TypeValue> {
  const chunk = parse(source, { chunkName: 'test' });
  if (chunk.problems.length > 0) throw new Error(chunk.problems.map(({ message }) => message).join('\n'));
  const values: Record<string, TypeValue> = Object.create(null);
  for (const statement of chunk.body.statements) {
    if (statement.kind !== 'Type' && statement.kind !== 'Interface') throw new Error(`not a type: ${statement.kind}`);
    const described = statement.kind === 'Type' ? describeTypeStatement(statement) : describeInterface(statement);
    const description = JSON.parse(JSON.stringify(described.description));
    const scope = (name: string): LuaValue => {
      if (!described.names.includes(name)) throw new Error(`not announced: ${name}`);
      return values[name] ?? outer[name];
    };
    values[statement.name] = createTypeValue(statement.name, description, scope);
  }
  return values;
}

/** The type value of one type expression. */
export function typeOf(text: string, outer: Record<string, LuaValue> = {}): TypeValue {
  return declare(`type T = ${text}`, outer).T as TypeValue;
}

/** `value[name](...)`. */
export function invoke(value: LuaValue, name: string, ...args: LuaValue[]): LuaValue[] {
  return resultValues(call(get(value, name) as LuaValue, [value, ...args]));
}

/** `value:is(candidate)`: null where it is valid, otherwise the message of the error. */
export function problem(type: LuaValue, value: LuaValue): string | null {
  const [result, error] = invoke(type, 'is', value);
  if (error === undefined) return result === value ? null : `gave back ${String(result)}`;
  return errorData(error)?.message ?? 'no error value';
}

/** The message of the Lua error that an action raises. */
export function raised(action: () => unknown): LuaValue {
  try {
    action();
  } catch (error) {
    if (error instanceof LuaError) return error.value;
    throw error;
  }
  return undefined;
}

/** A Lua table of JavaScript data: arrays become array parts, objects fields. */
export function table(data: unknown): LuaValue {
  if (Array.isArray(data)) return tableOf(data.map(table));
  if (typeof data !== 'object' || data === null || isLua(data)) return data as LuaValue;
  const fields: Record<string, LuaValue> = {};
  for (const [key, value] of Object.entries(data)) fields[key] = table(value);
  return tableOf([], fields);
}

function isLua(data: object): boolean {
  return data instanceof LuaTable || Object.getPrototypeOf(data) !== Object.prototype;
}
