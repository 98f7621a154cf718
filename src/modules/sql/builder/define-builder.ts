/** What the builders of the four statements have in common. A builder never changes: each method gives a new one. */

import { argumentError, checkInteger64 } from '../../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaValue } from '../../../lua/runtime/values.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { condition, formatClass, sqlWithArguments, texts } from './arguments.ts';
import { runWith } from './executor.ts';
import type { PlaceholderFormat, Sqlizer, SqlText } from './sql-text.ts';
import { describe, toSqlResult } from './writing.ts';

export abstract class Builder<P> {
  readonly parts: P;
  readonly format: PlaceholderFormat;

  constructor(parts: P, format: PlaceholderFormat) {
    this.parts = parts;
    this.format = format;
  }
}

/** What a method changes. */
export type Change<P> = (parts: P, args: LuaValue[], name: string) => Partial<P>;

export interface BuilderDefinition<P, B extends Builder<P>> {
  /** `SelectBuilder` and so on. */
  readonly name: string;
  readonly constructor: new (parts: P, format: PlaceholderFormat) => B;
  readonly write: (parts: P) => SqlText;
  readonly changes: () => Record<string, Change<P>>;
}

/** Declares the class of a builder, with `placeholder_format`, `to_sql`, `run_with` and a method for each change. */
export function defineBuilder<P extends object, B extends Builder<P>>(
  definition: BuilderDefinition<P, B>,
): UserdataClass<B> {
  const { name, constructor: Class, write, changes } = definition;
  const finished = ({ parts, format }: B): SqlText => {
    const { sql, args } = write(parts);
    return { sql: format.apply(sql), args };
  };
  const methods = (): Record<string, LuaFunction> => {
    const found: Record<string, LuaFunction> = {
      placeholder_format: (...args) => {
        const { parts } = builderClass.check(args, 1, 'placeholder_format');
        const format = formatClass.of(args[1]);
        if (format === undefined) throw argumentError(2, 'placeholder_format', 'expected placeholder format');
        return builderClass.create(new Class(parts, format));
      },
      to_sql: (...args) => toSqlResult(() => finished(builderClass.check(args, 1, 'to_sql'))),
      run_with: (...args) => runWith(args, () => finished(builderClass.check(args, 1, 'run_with'))),
    };
    for (const [method, change] of Object.entries(changes())) {
      found[method] = (...args) => {
        const { parts, format } = builderClass.check(args, 1, method);
        return builderClass.create(new Class({ ...parts, ...change(parts, args, method) }, format));
      };
    }
    return found;
  };
  const builderClass: UserdataClass<B> = defineClass<B>(`sql.${name}`, Class, methods, () => ({
    __tostring: (...args) => describe(name, `${name} Error`, () => finished(builderClass.check(args, 1, 'tostring'))),
  }));
  return builderClass;
}

interface Conditional {
  readonly where: readonly Sqlizer[];
}

interface Ordered {
  readonly orderBy: readonly string[];
  readonly limit: string;
  readonly offset: string;
  readonly suffixes: readonly SqlText[];
}

/** `where`: one more condition that must hold. */
export function where<P extends Conditional>(parts: P, args: LuaValue[], name: string): Pick<P, 'where'> {
  return { where: andAlso(parts.where, args, name) };
}

export function andAlso(list: readonly Sqlizer[], args: LuaValue[], name: string): readonly Sqlizer[] {
  const added = condition(args, name);
  return added === undefined ? list : [...list, added];
}

/** `order_by`, `limit`, `offset`, `suffix`. */
export function ordering(): Record<string, Change<Ordered>> {
  return {
    order_by: (parts, args, name) => ({ orderBy: [...parts.orderBy, ...texts(args, 2, name)] }),
    limit: (_parts, args, name) => ({ limit: count(args, name) }),
    offset: (_parts, args, name) => ({ offset: count(args, name) }),
    suffix: (parts, args, name) => ({ suffixes: [...parts.suffixes, sqlWithArguments(args, name)] }),
  };
}

/** A number of rows as text; none below 0. */
function count(args: LuaValue[], name: string): string {
  const number = checkInteger64(args, 2, name);
  return String(number < 0n ? 0n : number);
}
