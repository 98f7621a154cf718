/** The type of a value that is there, for `typeof(v)` where nothing is declared. */

import { rawLength, Traversal } from '../runtime/table.ts';
import { basicType } from '../runtime/type-names.ts';
import { isNumber, type LuaValue, LuaTable } from '../runtime/values.ts';
import { typeEquals } from './equality.ts';
import { array, BASICS, type Field, field, isBasicName, isPrimitiveName, map, PRIMITIVES, record, type Type } from './model.ts';

/** How deep tables are looked into, and how many of their entries; the rest is taken to be like it or is `any`. */
const MAX_DEPTH = 4;
const MAX_ENTRIES = 100;

/**
 * Numbers of either subtype are `number`; a table with an array part is an array, one with names a record. Functions,
 * threads and userdata have their basic type; an empty table is `{any}`.
 */
export function inferType(value: LuaValue, depth = 0): Type {
  if (isNumber(value)) return PRIMITIVES.number;
  if (value instanceof LuaTable) return depth < MAX_DEPTH ? inferTable(value, depth + 1) : BASICS.table;
  const name = basicType(value);
  if (isPrimitiveName(name)) return PRIMITIVES[name];
  return isBasicName(name) ? BASICS[name] : PRIMITIVES.any;
}

function inferTable(table: LuaTable, depth: number): Type {
  const length = rawLength(table);
  if (length > 0) return array(common(table.$a.slice(0, Math.min(length, MAX_ENTRIES)), depth));
  const entries = new Traversal(table);
  const fields: Field[] = [];
  while (entries.advance()) {
    const { key, value } = entries;
    if (typeof key !== 'string' || fields.length >= MAX_ENTRIES) return map(PRIMITIVES.any, PRIMITIVES.any);
    fields.push(field(key, inferType(value, depth)));
  }
  return fields.length === 0 ? array(PRIMITIVES.any) : record(fields);
}

/** The type that all elements share, otherwise `any`. */
function common(elements: LuaValue[], depth: number): Type {
  const first = inferType(elements[0], depth);
  return elements.every((element) => typeEquals(inferType(element, depth), first)) ? first : PRIMITIVES.any;
}
