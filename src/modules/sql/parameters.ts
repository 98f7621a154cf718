/** Lua values as parameters of statements, and back. */

import { numberToString, parseNumber } from '../../lua/runtime/numbers.ts';
import { rawSet, Traversal } from '../../lua/runtime/table.ts';
import { typeName } from '../../lua/runtime/type-names.ts';
import {
  Float,
  float,
  Int64,
  integer,
  isFloat,
  isInteger,
  isNumber,
  LuaTable,
  type LuaValue,
  toBigInt,
  toDouble,
} from '../../lua/runtime/values.ts';
import { fromBytes, toBytes } from '../../services/lua/convert/text.ts';
import { defineClass, type ModuleMembers, type UserdataClass } from '../../services/lua/module.ts';
import { invalidSql } from '../../services/sql/errors.ts';
import type { SqlParameter } from '../../services/sql/values.ts';

/** A value whose type was said: `sql.as.*` and `sql.NULL`. */
class TypedValue {
  readonly value: SqlParameter;

  constructor(value: SqlParameter) {
    this.value = value;
  }
}

const typedClass: UserdataClass<TypedValue> = defineClass(
  'sql.Value',
  TypedValue,
  () => ({}),
  () => ({
    __tostring: (...args) => `sql.Value{${describeParameter(typedClass.check(args, 1, 'tostring').value)}}`,
  }),
);

/** Most parameters of a statement in SQLite; others allow not many more. */
const MAX_PARAMETERS = 32_766;

/** A value that can be bound, or undefined for tables, functions and the like. */
export function toParameter(value: LuaValue): SqlParameter | undefined {
  if (value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (isInteger(value)) return toBigInt(value);
  if (isFloat(value)) return toDouble(value);
  return typedClass.of(value)?.value;
}

/** The same. @throws WippyError Invalid for what cannot be bound; `what` names the place. */
export function requireParameter(value: LuaValue, what: string): SqlParameter {
  const parameter = toParameter(value);
  if (parameter !== undefined) return parameter;
  throw invalidSql(`${what}: a ${typeName(value)} cannot be stored; convert it to text first`);
}

/**
 * The parameters of a statement from a position of the arguments on: a list whose nil places are NULL, or the values
 * themselves one after the other.
 * @throws WippyError Invalid `check params: ...`.
 */
export function checkParameters(args: LuaValue[], position: number): SqlParameter[] {
  const list = args[position - 1];
  if (list instanceof LuaTable) return listed(list);
  if (list === undefined) return [];
  return args
    .slice(position - 1)
    .map((value, index) => requireParameter(value, `check params: parameter ${index + 1}`));
}

function listed(list: LuaTable): SqlParameter[] {
  const given: [number, SqlParameter][] = [];
  let highest = 0;
  const traversal = new Traversal(list);
  while (traversal.advance()) {
    const { key } = traversal;
    if (typeof key !== 'number' || !Number.isSafeInteger(key) || key < 1) continue;
    if (key > MAX_PARAMETERS) throw invalidSql(`check params: more than ${MAX_PARAMETERS} parameters`);
    highest = Math.max(highest, key);
    given.push([key, requireParameter(traversal.value, `check params: parameter ${key}`)]);
  }
  const parameters: SqlParameter[] = new Array<SqlParameter>(highest).fill(null);
  for (const [key, parameter] of given) parameters[key - 1] = parameter;
  return parameters;
}

/** The Lua value that a parameter was made of, or would be. */
export function parameterToLua(parameter: SqlParameter): LuaValue {
  if (parameter === null) return undefined;
  if (typeof parameter === 'bigint') return integer(parameter);
  if (typeof parameter === 'number') return float(parameter);
  return typeof parameter === 'string' ? parameter : fromBytes(parameter);
}

/** A list for Lua; NULL leaves a hole. */
export function parameterTable(parameters: readonly SqlParameter[]): LuaTable {
  const table = new LuaTable();
  for (const [index, parameter] of parameters.entries()) rawSet(table, index + 1, parameterToLua(parameter));
  return table;
}

/** As text, for people. */
export function describeParameter(parameter: SqlParameter): string {
  const value = parameterToLua(parameter);
  if (value === undefined) return '<nil>';
  return isNumber(value) ? numberToString(value) : (value as string);
}

function toInteger(value: LuaValue): bigint {
  const number = typeof value === 'string' ? parseNumber(value) : value;
  if (!isNumber(number)) return 0n;
  if (number instanceof Int64) return toBigInt(number);
  const whole = Math.trunc(toDouble(number));
  return Number.isFinite(whole) ? BigInt.asIntN(64, BigInt(whole)) : 0n;
}

function toReal(value: LuaValue): number {
  const number = typeof value === 'string' ? parseNumber(value) : value;
  return isNumber(number) ? toDouble(number) : 0;
}

function toText(value: LuaValue): string {
  if (typeof value === 'string') return value;
  if (isNumber(value)) return numberToString(value instanceof Float ? value.n : value);
  return typeof value === 'boolean' ? String(value) : '';
}

/** `sql.NULL`. */
export function createNull(): LuaValue {
  return typedClass.create(new TypedValue(null));
}

/** `sql.as`. */
export function asMembers(): ModuleMembers {
  const typed = (value: SqlParameter): LuaValue => typedClass.create(new TypedValue(value));
  return {
    int: (value) => typed(toInteger(value)),
    float: (value) => typed(toReal(value)),
    text: (value) => typed(toText(value)),
    binary: (value) => typed(typeof value === 'string' ? toBytes(value) : null),
    null: () => typed(null),
  };
}
