/** Arguments of the builder's functions. */

import { argumentError, checkString } from '../../../lua/runtime/arguments.ts';
import { rawLength, Traversal } from '../../../lua/runtime/table.ts';
import { LuaTable, type LuaValue } from '../../../lua/runtime/values.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { invalidSql } from '../../../services/sql/errors.ts';
import type { SqlParameter } from '../../../services/sql/values.ts';
import { requireParameter } from '../parameters.ts';
import { type Comparisons, Equality, Expression } from './conditions.ts';
import { PlaceholderFormat, Sqlizer, type SqlText } from './sql-text.ts';
import type { ValueOrSql } from './statements.ts';
import { describe, toSqlResult } from './writing.ts';

/** `sql.Sqlizer`: conditions and expressions. */
export const sqlizerClass: UserdataClass<Sqlizer> = defineClass<Sqlizer>(
  'sql.Sqlizer',
  Sqlizer,
  () => ({
    to_sql: (...args) => toSqlResult(() => sqlizerClass.check(args, 1, 'to_sql').toSql()),
  }),
  () => ({
    __tostring: (...args) =>
      describe('SQL', 'SQL Expression Error', () => sqlizerClass.check(args, 1, 'tostring').toSql()),
  }),
);

export const formatClass: UserdataClass<PlaceholderFormat> = defineClass(
  'sql.PlaceholderFormat',
  PlaceholderFormat,
  () => ({}),
  () => ({
    __tostring: (...args) => `sql.PlaceholderFormat{${formatClass.check(args, 1, 'tostring').name}}`,
  }),
);

/** The values from a position on, as parameters. */
export function bound(args: LuaValue[], from: number, name: string): SqlParameter[] {
  return args.slice(from - 1).map((value, index) => requireParameter(value, `${name}: argument ${index + 1}`));
}

/** The texts from a position on. */
export function texts(args: LuaValue[], from: number, name: string): string[] {
  const found: string[] = [];
  for (let position = from; position <= args.length; position++) found.push(checkString(args, position, name));
  return found;
}

/** SQL in the second argument, with the arguments of its `?` behind. */
export function sqlWithArguments(args: LuaValue[], name: string): SqlText {
  return { sql: checkString(args, 2, name), args: bound(args, 3, name) };
}

/** The fields of a table whose names are texts, in the order of the names. */
function namedFields(table: LuaTable): [string, LuaValue][] {
  const found: [string, LuaValue][] = [];
  const traversal = new Traversal(table);
  while (traversal.advance()) {
    if (typeof traversal.key === 'string') found.push([traversal.key, traversal.value]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** `{column = value}`, where a list means one of its values. @throws WippyError Invalid */
export function comparisons(table: LuaTable, name: string): Comparisons {
  return namedFields(table).map(([column, value]) => {
    if (!(value instanceof LuaTable)) return [column, requireParameter(value, `${name}: column ${column}`)];
    const length = rawLength(value);
    if (length === 0 && new Traversal(value).advance()) {
      throw invalidSql(`${name}: column ${column}: expected a value or a list of values`);
    }
    return [column, bound(value.$a.slice(0, length), 1, `${name}: column ${column}`)];
  });
}

/** A parameter, or an expression in its place. @throws WippyError Invalid */
export function valueOrSql(value: LuaValue, what: string): ValueOrSql {
  return sqlizerClass.of(value) ?? requireParameter(value, what);
}

/** `{column = value}` for INSERT and UPDATE. */
export function assignments(table: LuaTable, name: string): [string, ValueOrSql][] {
  return namedFields(table).map(([column, value]) => [column, valueOrSql(value, `${name}: column ${column}`)]);
}

/** The condition that begins at the second argument: text with arguments, a table, or a Sqlizer. Undefined for `""`. */
export function condition(args: LuaValue[], name: string): Sqlizer | undefined {
  const given = args[1];
  if (typeof given === 'string') return given === '' ? undefined : new Expression(given, bound(args, 3, name));
  if (given instanceof LuaTable) return new Equality(comparisons(given, name));
  const sqlizer = sqlizerClass.of(given);
  if (sqlizer === undefined) throw argumentError(2, name, 'expected string, table, or Sqlizer');
  return sqlizer;
}
