/**
 * Whether a Lua value belongs to a type. No metamethod is called, so that validation never suspends.
 *
 * Tables may be cyclic: a table that is being validated against a type counts as valid for it. What is found about a
 * table and a type is remembered, because unions try their members in turn and would otherwise repeat the work of all
 * levels below, which doubles with each level.
 */

import { isCallable } from '../../runtime/access.ts';
import { rawEquals } from '../../runtime/comparison.ts';
import { metafield } from '../../runtime/metatables.ts';
import { numberToString } from '../../runtime/numbers.ts';
import { rawGet, Traversal } from '../../runtime/table.ts';
import { basicType } from '../../runtime/type-names.ts';
import { isInteger, isNumber, LuaTable, type LuaValue, toDouble, Userdata } from '../../runtime/values.ts';
import { errorData } from '../../stdlib/errors/value.ts';
import type { BasicType, Field, MapType, TupleType, Type } from '../model.ts';
import { expand, recordFields, resolve, shapeOf } from '../resolve.ts';
import { checkAnnotations } from './annotations.ts';
import { Failure } from './failure.ts';

/** How many tables may lie in each other. */
const MAX_TABLES = 64;

/** How many types may stand for each other before a table is entered: `type A = A?` has no end. */
const MAX_TYPES = 64;

/** Repetitions that cyclic values may cause before the validation gives up. */
const MAX_REPEATED = 10_000;

/** What is wrong with a value, null where it belongs to the type. */
export function validate(value: LuaValue, type: Type): Failure | null {
  return new Validation().check(value, type, 0);
}

class Validation {
  /** Per type and table: null for valid, a failure, or the position among the tables that are being validated. */
  private readonly known = new Map<Type, Map<LuaTable, Failure | number | null>>();
  /** How many tables are being validated. */
  private open = 0;
  /** The outermost table being validated whose validity was taken for granted. */
  private lowest = Infinity;
  private tables = 0;
  private repeated = 0;

  check(value: LuaValue, type: Type, types: number): Failure | null {
    if (types > MAX_TYPES) return Failure.tooDeep();
    const target = resolve(type);
    switch (target.kind) {
      case 'any':
      case 'unknown':
        return null;
      case 'nil':
      case 'boolean':
      case 'number':
      case 'string':
        return basicType(value) === target.kind ? null : Failure.type(target, value);
      case 'integer':
        return isInteger(value) || (isNumber(value) && Number.isInteger(toDouble(value)))
          ? null
          : Failure.type(target, value);
      case 'literal':
        return rawEquals(value, target.value) ? null : Failure.type(target, value);
      case 'optional':
        return value === undefined ? null : this.check(value, target.inner, types + 1);
      case 'union':
        return this.union(value, target, types);
      case 'intersection':
        return this.all(value, target.members, types);
      case 'annotated':
        return this.check(value, target.inner, types + 1) ?? checkAnnotations(value, target.annotations);
      case 'function':
        return isCallable(value) ? null : Failure.type('function', value);
      case 'basic':
        return isBasic(value, target) ? null : Failure.type(target, value);
      case 'parameter':
        return target.constraint === null ? null : this.check(value, target.constraint, types + 1);
      case 'instantiated':
        return this.check(value, expand(target), types + 1);
      case 'reference':
        return Failure.unresolved(target.name);
      case 'array':
      case 'map':
      case 'tuple':
      case 'record':
      case 'interface':
        return value instanceof LuaTable ? this.table(value, target) : Failure.type(target, value);
      default:
        return Failure.type(target, value);
    }
  }

  private union(value: LuaValue, type: Type & { kind: 'union' }, types: number): Failure | null {
    for (const member of type.members) {
      const failure = this.check(value, member, types + 1);
      if (failure === null || failure.final) return failure;
    }
    return Failure.type(type, value);
  }

  private all(value: LuaValue, members: readonly Type[], types: number): Failure | null {
    for (const member of members) {
      const failure = this.check(value, member, types + 1);
      if (failure !== null) return failure;
    }
    return null;
  }

  private table(table: LuaTable, type: Type): Failure | null {
    let results = this.known.get(type);
    if (results === undefined) {
      results = new Map();
      this.known.set(type, results);
    }
    const result = results.get(table);
    if (typeof result === 'number') {
      this.lowest = Math.min(this.lowest, result);
      return null;
    }
    if (result !== undefined) return result;
    if (this.tables >= MAX_TABLES || this.repeated > MAX_REPEATED) return Failure.tooDeep();
    const outer = this.lowest;
    const position = this.open++;
    results.set(table, position);
    this.lowest = Infinity;
    this.tables++;
    const failure = this.structure(table, type);
    this.tables--;
    this.open--;
    if (failure === null && this.lowest < position) {
      // Valid only if a table around this one is: not to be remembered beyond it.
      results.delete(table);
      this.repeated++;
      this.lowest = Math.min(outer, this.lowest);
    } else {
      results.set(table, failure);
      this.lowest = outer;
    }
    return failure;
  }

  private structure(table: LuaTable, type: Type): Failure | null {
    switch (type.kind) {
      case 'array':
        return this.array(table, type.element);
      case 'map':
        return this.map(table, type, null);
      case 'tuple':
        return this.tuple(table, type);
      case 'interface':
        return this.fields(table, recordFields(type) ?? [], true);
      case 'record':
        return this.fields(table, type.fields, false) ?? (type.rest && this.map(table, type.rest, type.fields));
      default:
        return null;
    }
  }

  /** Only the array part counts; holes are no elements. */
  private array(table: LuaTable, element: Type): Failure | null {
    const elements = table.$a;
    for (let index = 0; index < elements.length; index++) {
      const value = elements[index];
      if (value === undefined) continue;
      const failure = this.check(value, element, 0);
      if (failure !== null) return failure.within('index', String(index + 1));
    }
    return null;
  }

  private tuple(table: LuaTable, type: TupleType): Failure | null {
    const elements = table.$a;
    const count = type.rest === null ? type.elements.length : Math.max(type.elements.length, elements.length);
    for (let index = 0; index < count; index++) {
      const failure = this.check(elements[index], type.elements[index] ?? (type.rest as Type), 0);
      if (failure !== null) return failure.within('index', String(index + 1));
    }
    return null;
  }

  /** `inherited`: methods of an interface may come from the metatable's `__index`. */
  private fields(table: LuaTable, fields: readonly Field[], inherited: boolean): Failure | null {
    for (const field of fields) {
      const value = rawGet(table, field.name);
      if (value === undefined) {
        if (field.optional || (inherited && inherits(table, field))) continue;
        if (this.check(undefined, field.type, 0) !== null)
          return Failure.missing(field.type).within('field', field.name);
        continue;
      }
      const failure = this.check(value, field.type, 0);
      if (failure !== null) return failure.within('field', field.name);
    }
    return null;
  }

  /**
   * The entries of a map, `except` the fields of the record that has it. Strings and elements of the array part whose
   * keys are of another type are not part of the map; other such keys are wrong.
   */
  private map(
    table: LuaTable,
    { key: keyType, value: valueType }: MapType,
    except: readonly Field[] | null,
  ): Failure | null {
    const entries = new Traversal(table);
    while (entries.advance()) {
      const { key, value } = entries;
      const text = typeof key === 'string';
      if (text && except?.some((field) => field.name === key)) continue;
      if (this.check(key, keyType, 0) !== null) {
        if (text || (typeof key === 'number' && key > 0 && key <= table.$a.length)) continue;
        return Failure.type(keyType, key).within('keys', 'key');
      }
      const failure = this.check(value, valueType, 0);
      if (failure !== null) return text ? failure.within('key', key) : failure.within('index', keyText(key));
    }
    return null;
  }
}

function keyText(key: LuaValue): string {
  return isNumber(key) ? numberToString(key) : typeof key === 'boolean' ? String(key) : basicType(key);
}

function isBasic(value: LuaValue, { name }: BasicType): boolean {
  if (name === 'function') return isCallable(value);
  if (name === 'userdata') return value instanceof Userdata;
  if (name === 'error') return errorData(value) !== undefined;
  return basicType(value) === name;
}

/** How many tables may inherit from each other. */
const MAX_PARENTS = 100;

/** True where the tables behind `__index` have a method of this name, or a function there decides. */
function inherits(table: LuaTable, field: Field): boolean {
  if (shapeOf(field.type).kind !== 'function') return false;
  let current = table;
  for (let depth = 0; depth < MAX_PARENTS; depth++) {
    const parent = current.$t === undefined ? undefined : metafield(current.$t, '__index');
    if (!(parent instanceof LuaTable)) return typeof parent === 'function';
    const found = rawGet(parent, field.name);
    if (found !== undefined) return isCallable(found);
    current = parent;
  }
  return false;
}
