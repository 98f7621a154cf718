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

const environments = new Map<string, { values: readonly LuaValue[]; own: string; shape: Shape }[]>();

/**
 * The constructor of environments: tables that find `globals` in one object that all of them inherit from, until they are
 * set. The fields named by `own` are the table's own; the arguments are their values. Equal globals give one constructor.
 */
export function environmentShape(globals: Readonly<Record<string, LuaValue>>, own: readonly string[]): Shape {
  const names = Object.keys(globals).filter((name) => !own.includes(name));
  const values = names.map((name) => globals[name]);
  const key = names.join(' ');
  const ownKey = own.join(' ');
  const known = environments.get(key) ?? [];
  environments.set(key, known);
  const same = known.find((one) => one.own === ownKey && one.values.every((value, index) => value === values[index]));
  if (same !== undefined) return same.shape;
  for (const name of names) checkIdentifier(name);
  const base = Object.create(LuaTable.prototype) as Record<string, LuaValue>;
  names.forEach((name, index) => {
    base[name] = values[index];
  });
  const made = make(own, base as unknown as LuaTable);
  known.push({ values, own: ownKey, shape: made });
  return made;
}

function checkIdentifier(name: string): void {
  if (!IDENTIFIER.test(name)) throw new Error(`not an identifier: ${JSON.stringify(name)}`);
}

function make(names: readonly string[], prototype: LuaTable = LuaTable.prototype): Shape {
  names.forEach(checkIdentifier);
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
  constructor.prototype = prototype;
  return constructor;
}
