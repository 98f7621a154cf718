/** The type of a value that is there, for `typeof(v)` where nothing is declared. */

import { rawLength, Traversal } from '../runtime/table.ts';
import { basicType } from '../runtime/type-names.ts';
import { isNumber, LuaTable, type LuaValue } from '../runtime/values.ts';
import {
  array,
  BASICS,
  type Field,
  field,
  isBasicName,
  isPrimitiveName,
  map,
  PRIMITIVES,
  record,
  type Type,
} from './model.ts';
import { typeEquals } from './relations/equality.ts';

/** How deep tables are looked into; deeper ones are `table`. */
const MAX_DEPTH = 4;

/** How many values are looked at; what comes behind them is `any`. */
const MAX_VALUES = 500;

/**
 * Numbers of either subtype are `number`; a table with an array part is an array, one with names a record. Functions,
 * threads and userdata have their basic type; an empty table is `{any}`.
 */
export function inferType(value: LuaValue): Type {
  return new Inference().type(value, 0);
}

class Inference {
  private left = MAX_VALUES;

  type(value: LuaValue, depth: number): Type {
    if (this.left-- <= 0) return PRIMITIVES.any;
    if (isNumber(value)) return PRIMITIVES.number;
    if (value instanceof LuaTable) return depth < MAX_DEPTH ? this.table(value, depth + 1) : BASICS.table;
    const name = basicType(value);
    if (isPrimitiveName(name)) return PRIMITIVES[name];
    return isBasicName(name) ? BASICS[name] : PRIMITIVES.any;
  }

  private table(table: LuaTable, depth: number): Type {
    const length = rawLength(table);
    if (length > 0) return array(this.common(table, length, depth));
    const entries = new Traversal(table);
    const fields: Field[] = [];
    while (entries.advance()) {
      const { key, value } = entries;
      if (typeof key !== 'string' || this.left <= 0) return map(PRIMITIVES.any, PRIMITIVES.any);
      fields.push(field(key, this.type(value, depth)));
    }
    return fields.length === 0 ? array(PRIMITIVES.any) : record(fields);
  }

  /** The type that all elements share, otherwise `any`. */
  private common(table: LuaTable, length: number, depth: number): Type {
    const first = this.type(table.$a[0], depth);
    for (let index = 1; index < length; index++) {
      if (this.left <= 0 || !typeEquals(this.type(table.$a[index], depth), first)) return PRIMITIVES.any;
    }
    return first;
  }
}
