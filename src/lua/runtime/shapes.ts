/** Constructors of tables with known fields. One per list of names in the isolate, so that equal tables share V8's shape. */

import { rawSet } from './table.ts';
import { LuaTable, type LuaValue, NO_ELEMENTS } from './values.ts';

type Shape = new (...fields: LuaValue[]) => LuaTable;

const shapes = new Map<string, Shape>();

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The constructor of tables with these fields, in this order; the arguments are the fields' values. */
export function shape(names: readonly string[]): Shape {
  const key = names.join(' ');
  let made = shapes.get(key);
  if (made === undefined) {
    made = make(names);
    shapes.set(key, made);
  }
  return made;
}

/** A table with exactly these fields as properties; for tables of the host whose field lists are few and fixed. */
export function recordOf(fields: Readonly<Record<string, LuaValue>>): LuaTable {
  const names = Object.keys(fields).filter((name) => IDENTIFIER.test(name));
  const Record = shape(names);
  const table = new Record(...names.map((name) => fields[name]));
  for (const [name, value] of Object.entries(fields)) if (!IDENTIFIER.test(name)) rawSet(table, name, value);
  return table;
}

function make(names: readonly string[]): Shape {
  for (const name of names) if (!IDENTIFIER.test(name)) throw new Error(`not an identifier: ${JSON.stringify(name)}`);
  const parameters = names.map((_, index) => `f${index}`);
  const fields = names.map((name, index) => `this.${name} = f${index};`);
  // Made from text so that V8 sees one object literal's worth of fields; names are checked above.
  const create = new Function(
    'none',
    `'use strict'; return function (${parameters.join(', ')}) {
      this.$a = none; this.$m = undefined; this.$t = undefined; this.$s = 0; ${fields.join(' ')}
    };`,
  ) as (none: LuaValue[]) => Shape;
  const constructor = create(NO_ELEMENTS);
  constructor.prototype = LuaTable.prototype;
  return constructor;
}
