/**
 * Types as Lua values: userdata that share one frozen metatable. A type value can be called, compared, asked about its
 * structure, and used as a key of a table.
 */

import { LuaError } from '../runtime/errors.ts';
import { freeze, moveFieldsToMap, tableOf } from '../runtime/table.ts';
import { basicType, typeName } from '../runtime/type-names.ts';
import { type LuaFunction, type LuaResult, LuaTable, type LuaValue, Userdata } from '../runtime/values.ts';
import { createErrorValue } from '../stdlib/errors/value.ts';
import type { TypeDescription } from './description/description.ts';
import { instantiateType, type TypeScope } from './description/instantiate.ts';
import { type GenericType, isPrimitiveName, PRIMITIVES, type Type } from './model.ts';
import { printType } from './print.ts';
import { isReflection, type Reflection, reflect } from './reflection.ts';
import { typeEquals } from './relations/equality.ts';
import { isSubtype } from './relations/subtype.ts';
import { instantiate, recordFields, structureOf } from './resolve.ts';
import type { Failure } from './validation/failure.ts';
import { validate } from './validation/validate.ts';

/** The data of a type value. */
export class TypeHandle {
  readonly type: Type;
  /** The name it was declared with, null for parts of other types. */
  readonly name: string | null;
  /** Methods that were asked for: `X.is(v)` works without a receiver, so each belongs to its type. */
  readonly methods = new Map<string, LuaValue>();
  /** Where the type is the field of a record and has the name of a method: that record, and the method. */
  readonly owner: { handle: TypeHandle; method: LuaFunction } | null;

  constructor(type: Type, name: string | null, owner: TypeHandle['owner'] = null) {
    this.type = type;
    this.name = name;
    this.owner = owner;
  }

  get text(): string {
    return this.name ?? printType(this.type);
  }
}
Object.setPrototypeOf(TypeHandle.prototype, null);

/** The value that stands for a type, so that a type has one identity. */
const values = new WeakMap<Type, Userdata<TypeHandle>>();

/** The type value of what a `type` or `interface` statement declares, or of a type expression (name null). */
export function createTypeValue(
  name: string | null,
  description: TypeDescription,
  scope: TypeScope,
): Userdata<TypeHandle> {
  const type = instantiateType(description, scope, readType);
  if (name === null || (isPrimitiveName(type.kind) && type.kind === name)) return typeValue(type);
  return named(type, name);
}

function named(type: Type, name: string): Userdata<TypeHandle> {
  const value = new Userdata(new TypeHandle(type, name), typeMetatable());
  // The type of an alias has a value of its own already: `type A = number` must not rename `number`.
  if (!values.has(type) && !isPrimitiveName(type.kind)) values.set(type, value);
  return value;
}

/** The value of a type: the same one each time. Names give the value that the program knows by that name. */
export function typeValue(type: Type): Userdata<TypeHandle> {
  let target = type;
  if (type.kind === 'reference') {
    structureOf(type);
    target = type.target ?? type;
  }
  let value = values.get(target);
  if (value === undefined) {
    value = new Userdata(new TypeHandle(target, isPrimitiveName(target.kind) ? target.kind : null), typeMetatable());
    values.set(target, value);
  }
  return value;
}

/** The type of a type value, or of the string library, which stands for `string`; null for any other Lua value. */
export function readType(value: LuaValue): Type | null {
  if (value instanceof Userdata) return value.data instanceof TypeHandle ? value.data.type : null;
  const isLibrary = value instanceof LuaTable && value.$t !== undefined && value.$t === libraryMetatable;
  return isLibrary ? PRIMITIVES.string : null;
}

/** `X(...)`: validates one value, or gives a generic its arguments. Throws a Lua error with the reference's messages. */
export function callType(handle: TypeHandle, args: readonly LuaValue[]): LuaResult {
  const { owner } = handle;
  if (owner !== null && (args.length === 0 || isValueOf(args[0], owner.handle))) return owner.method();
  if (args.length === 0) throw LuaError.located(`type ${handle.text} expects at least 1 argument`);
  const types = args.map(readType).filter((type) => type !== null);
  if (types.length === args.length) return applyGeneric(handle, types);
  if (types.length > 0) throw LuaError.located(`type ${handle.text} does not accept mixed type/value arguments`);
  if (args.length > 1) throw LuaError.located(`type ${handle.text} validation expects 1 value, got ${args.length}`);
  const [value] = args;
  if (validate(value, handle.type) === null) return value;
  throw LuaError.located(`expected ${handle.text}, got ${basicType(value)}`);
}

function applyGeneric(handle: TypeHandle, types: Type[]): LuaResult {
  const generic = structureOf(handle.type);
  if (generic.kind !== 'generic') throw LuaError.located(`type ${handle.text} is not generic`);
  const required = requiredArguments(generic);
  const { length } = generic.parameters;
  if (types.length < required || types.length > length) {
    throw LuaError.located(`generic ${handle.text} expects ${length} type arguments, got ${types.length}`);
  }
  const instance = instantiate(generic, types);
  let value = values.get(instance);
  if (value === undefined) {
    value = new Userdata(new TypeHandle(instance, handle.name), typeMetatable());
    values.set(instance, value);
  }
  return value;
}

function requiredArguments(generic: GenericType): number {
  return generic.parameters.filter((parameter) => parameter.fallback === null).length;
}

/** What `X.key` is: a method, otherwise the type of that field of a record. */
export function typeField(handle: TypeHandle, key: LuaValue): LuaValue {
  if (typeof key !== 'string') return undefined;
  if (key === 'is' || isReflection(key)) return method(handle, key);
  const field = fieldType(handle, key);
  return field === null ? undefined : typeValue(field);
}

function fieldType(handle: TypeHandle, key: string): Type | null {
  return recordFields(handle.type)?.find(({ name }) => name === key)?.type ?? null;
}

function method(handle: TypeHandle, name: 'is' | Reflection): LuaValue {
  let made = handle.methods.get(name);
  if (made === undefined) {
    made = name === 'is' ? (...args) => is(handle, args) : reflection(handle, name);
    handle.methods.set(name, made);
  }
  return made;
}

/**
 * The documentation has both `User:name()` and `User.name` for a field called `name`: where a record has such a field,
 * the value is the field's type, and answers the question when it is called with the record, or with nothing.
 */
function reflection(handle: TypeHandle, name: Reflection): LuaValue {
  const answer: LuaFunction = () => reflect(name, handle.type, handle.name, typeValue);
  const type = fieldType(handle, name);
  if (type === null) return answer;
  const { name: known } = typeValue(type).data;
  return new Userdata(new TypeHandle(type, known, { handle, method: answer }), typeMetatable());
}

function isValueOf(value: LuaValue, handle: TypeHandle): boolean {
  return value instanceof Userdata && value.data === handle;
}

/** `X:is(v)` and `X.is(v)`: the value, or nil and an error. */
function is(handle: TypeHandle, args: LuaValue[]): LuaResult {
  const value = args[args.length >= 2 ? 1 : 0];
  const failure = validate(value, handle.type);
  return failure === null ? [value, undefined] : [undefined, failureError(failure)];
}

/** A failed validation as an error value of kind Invalid; details that say nothing are left out. */
export function failureError(failure: Failure): LuaValue {
  const { field, expected, got, constraint } = failure;
  const details: Record<string, LuaValue> = {};
  if (field !== '') details.field = field;
  if (expected !== '') details.expected = expected;
  if (got !== '') details.got = got;
  if (constraint !== null) details.constraint = constraint;
  return createErrorValue({ kind: 'Invalid', message: failure.message, details: tableOf([], details) });
}

/** Compares two values that must both be types. */
export function compareTypes(left: LuaValue, right: LuaValue, strict: boolean): boolean {
  const sub = readType(left);
  const above = readType(right);
  if (sub !== null && above !== null) return isSubtype(sub, above) && !(strict && typeEquals(sub, above));
  const [a, b] = [typeName(left), typeName(right)];
  throw LuaError.located(a === b ? `attempt to compare two ${a} values` : `attempt to compare ${a} with ${b}`);
}

function sameType(left: LuaValue, right: LuaValue): boolean {
  const a = readType(left);
  const b = readType(right);
  return a !== null && b !== null && typeEquals(a, b);
}

function handleOf(value: LuaValue): TypeHandle {
  if (value instanceof Userdata && value.data instanceof TypeHandle) return value.data;
  throw LuaError.located(`type expected, got ${typeName(value)}`);
}

/** `type(v)` looks for `__type` in the map part of a metatable only, so that is where the fields are. */
function sealed(fields: Readonly<Record<string, LuaValue>>): LuaTable {
  const table = tableOf([], fields);
  moveFieldsToMap(table);
  freeze(table);
  return table;
}

const COMPARISONS: Readonly<Record<string, LuaValue>> = {
  __le: (left, right) => compareTypes(left, right, false),
  __lt: (left, right) => compareTypes(left, right, true),
};

let metatable: LuaTable | undefined;

/** The metatable of all type values. */
function typeMetatable(): LuaTable {
  metatable ??= sealed({
    __name: 'type',
    __type: 'type',
    __metatable: false,
    __index: (self, key) => typeField(handleOf(self), key),
    __call: (self, ...args) => callType(handleOf(self), args),
    __tostring: (self) => handleOf(self).text,
    __eq: sameType,
    ...COMPARISONS,
  });
  return metatable;
}

let libraryMetatable: LuaTable | undefined;

/**
 * The metatable of the string library (give it to the table before it is frozen): with it `string(v)` validates, and the
 * library can be an argument of a generic. It has no `__index`: the library is the `__index` of all strings, and
 * `("text").name` must stay nil.
 */
export function stringLibraryMetatable(): LuaTable {
  const { data } = typeValue(PRIMITIVES.string);
  libraryMetatable ??= sealed({ __metatable: false, __call: (_self, ...args) => callType(data, args), ...COMPARISONS });
  return libraryMetatable;
}
