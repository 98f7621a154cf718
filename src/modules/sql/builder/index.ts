/** `sql.builder`: statements put together from parts. */

import { argumentError } from '../../../lua/runtime/arguments.ts';
import { LuaError } from '../../../lua/runtime/errors.ts';
import { Traversal } from '../../../lua/runtime/table.ts';
import { typeName } from '../../../lua/runtime/type-names.ts';
import { type LuaFunction, LuaTable, type LuaValue } from '../../../lua/runtime/values.ts';
import type { ModuleMembers } from '../../../services/lua/module.ts';
import { bound, comparisons, formatClass, sqlizerClass } from './arguments.ts';
import { Comparison, type Comparisons, Conjunction, Equality, Expression } from './conditions.ts';
import { createDelete } from './delete.ts';
import { createInsert } from './insert.ts';
import { createSelect } from './select.ts';
import { PlaceholderFormat, type Sqlizer } from './sql-text.ts';
import { createUpdate } from './update.ts';

function checkOneTable(args: LuaValue[], name: string): LuaTable {
  const [table] = args;
  if (args.length !== 1 || !(table instanceof LuaTable)) throw argumentError(1, name, 'expected table');
  return table;
}

/** A function that makes a condition from `{column = value}`. */
function comparing(name: string, create: (comparisons: Comparisons) => Sqlizer): LuaFunction {
  return (...args) => sqlizerClass.create(create(comparisons(checkOneTable(args, name), name)));
}

/** `and_` and `or_`: a list of conditions; a table among them means equality. */
function conjunction(name: string, operator: 'AND' | 'OR'): LuaFunction {
  return (...args) => {
    const parts: Sqlizer[] = [];
    const traversal = new Traversal(checkOneTable(args, name));
    while (traversal.advance()) {
      const { value } = traversal;
      const sqlizer = value instanceof LuaTable ? new Equality(comparisons(value, name)) : sqlizerClass.of(value);
      if (sqlizer === undefined) {
        throw LuaError.located(`expected Sqlizer or table in ${operator} condition, got ${typeName(value)}`);
      }
      parts.push(sqlizer);
    }
    return sqlizerClass.create(new Conjunction(operator, parts));
  };
}

export function builderMembers(): ModuleMembers {
  const questionFormat = new PlaceholderFormat('question', '');
  const question = formatClass.create(questionFormat);
  const format = (name: string, prefix: string): LuaValue => formatClass.create(new PlaceholderFormat(name, prefix));
  return {
    select: (...args) => createSelect(args, questionFormat),
    insert: (...args) => createInsert(args, questionFormat),
    update: (...args) => createUpdate(args, questionFormat),
    delete: (...args) => createDelete(args, questionFormat),
    expr: (...args) => {
      const [sql] = args;
      if (typeof sql !== 'string') throw argumentError(1, 'expr', 'expected string');
      return sqlizerClass.create(new Expression(sql, bound(args, 2, 'expr')));
    },
    eq: comparing('eq', (list) => new Equality(list)),
    not_eq: comparing('not_eq', (list) => new Equality(list, true)),
    lt: comparing('lt', (list) => new Comparison('<', list)),
    lte: comparing('lte', (list) => new Comparison('<=', list)),
    gt: comparing('gt', (list) => new Comparison('>', list)),
    gte: comparing('gte', (list) => new Comparison('>=', list)),
    like: comparing('like', (list) => new Comparison('LIKE', list)),
    not_like: comparing('not_like', (list) => new Comparison('NOT LIKE', list)),
    and_: conjunction('and_', 'AND'),
    or_: conjunction('or_', 'OR'),
    question,
    default_placeholder: question,
    dollar: format('dollar', '$'),
    at: format('at', '@p'),
    colon: format('colon', ':'),
  };
}
