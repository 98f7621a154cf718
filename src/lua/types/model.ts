/**
 * The types of the dialect as data. Types are immutable, except for what `TypeReference`, `GenericType` and
 * `InstantiatedType` remember of what they found. Recursion always goes through a `TypeReference`, so that every type
 * written in a program is a finite tree.
 */

import type { Float, Int64 } from '../runtime/values.ts';

export type PrimitiveName = 'nil' | 'boolean' | 'number' | 'integer' | 'string' | 'any' | 'unknown' | 'never';

export interface PrimitiveType {
  readonly kind: PrimitiveName;
}

/** A basic type of Lua without a structure: its values are told by `type(value)`. */
export interface BasicType {
  readonly kind: 'basic';
  readonly name: BasicName;
}

export type BasicName = 'table' | 'function' | 'userdata' | 'thread' | 'error';

/** One value: a byte string, a boolean or a number. */
export interface LiteralType {
  readonly kind: 'literal';
  readonly value: string | boolean | number | Float | Int64;
}

export interface OptionalType {
  readonly kind: 'optional';
  readonly inner: Type;
}

export interface UnionType {
  readonly kind: 'union';
  readonly members: readonly Type[];
}

export interface IntersectionType {
  readonly kind: 'intersection';
  readonly members: readonly Type[];
}

/** `rest` is the type of any further elements, null where there are none. */
export interface TupleType {
  readonly kind: 'tuple';
  readonly elements: readonly Type[];
  readonly rest: Type | null;
}

export interface FunctionParameter {
  readonly name: string | null;
  readonly type: Type;
  readonly optional: boolean;
}

/** `rest` is the type of each extra argument; `resultRest` of each extra result. */
export interface FunctionType {
  readonly kind: 'function';
  readonly typeParameters: readonly ParameterType[];
  readonly parameters: readonly FunctionParameter[];
  readonly rest: Type | null;
  readonly results: readonly Type[];
  readonly resultRest: Type | null;
}

export interface ArrayType {
  readonly kind: 'array';
  readonly element: Type;
  readonly readonly: boolean;
}

export interface MapType {
  readonly kind: 'map';
  readonly key: Type;
  readonly value: Type;
  readonly readonly: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly optional: boolean;
  readonly readonly: boolean;
}

/** `rest` where the record has `[K]: V` besides its fields. */
export interface RecordType {
  readonly kind: 'record';
  readonly fields: readonly Field[];
  readonly rest: MapType | null;
}

/** An `interface` statement. `bases` are found when the fields are asked for: see `recordFields`. */
export interface InterfaceType {
  readonly kind: 'interface';
  readonly name: string;
  readonly bases: readonly Type[];
  readonly fields: readonly Field[];
}

/** A type parameter where it is used. Its identity is the object. */
export interface ParameterType {
  readonly kind: 'parameter';
  readonly name: string;
  constraint: Type | null;
  fallback: Type | null;
}

export interface GenericType {
  readonly kind: 'generic';
  readonly name: string;
  readonly parameters: readonly ParameterType[];
  readonly body: Type;
  /** Instances by their arguments, so that equal instances of a recursive generic are one object. */
  readonly instances: InstantiatedType[];
}

/** A generic with arguments. `expanded` is the body with the arguments in place, null until it is asked for. */
export interface InstantiatedType {
  readonly kind: 'instantiated';
  readonly generic: GenericType;
  readonly arguments: readonly Type[];
  expanded: Type | null;
}

/** A name, perhaps with type arguments. It is looked up when the type is used, as it may be declared later. */
export interface TypeReference {
  readonly kind: 'reference';
  /** As written, with dots. */
  readonly name: string;
  readonly arguments: readonly Type[];
  /** Gives the type of the name, null where there is none (yet). */
  readonly find: () => Type | null;
  target: Type | null;
}

/** Names of the fields of a record as a union of literals. */
export interface KeyofType {
  readonly kind: 'keyof';
  readonly inner: Type;
}

export interface Annotation {
  readonly name: string;
  readonly arguments: readonly LiteralType['value'][];
}

export interface AnnotatedType {
  readonly kind: 'annotated';
  readonly inner: Type;
  readonly annotations: readonly Annotation[];
}

export type Type =
  | PrimitiveType
  | BasicType
  | LiteralType
  | OptionalType
  | UnionType
  | IntersectionType
  | TupleType
  | FunctionType
  | ArrayType
  | MapType
  | RecordType
  | InterfaceType
  | ParameterType
  | GenericType
  | InstantiatedType
  | TypeReference
  | KeyofType
  | AnnotatedType;

/** The primitive types; there is one object for each. */
export const PRIMITIVES: Readonly<Record<PrimitiveName, PrimitiveType>> = Object.freeze({
  nil: { kind: 'nil' },
  boolean: { kind: 'boolean' },
  number: { kind: 'number' },
  integer: { kind: 'integer' },
  string: { kind: 'string' },
  any: { kind: 'any' },
  unknown: { kind: 'unknown' },
  never: { kind: 'never' },
});

/** Basic types that have a name only; a program may declare a type of the same name. */
export const BASICS: Readonly<Record<BasicName, BasicType>> = Object.freeze({
  table: { kind: 'basic', name: 'table' },
  function: { kind: 'basic', name: 'function' },
  userdata: { kind: 'basic', name: 'userdata' },
  thread: { kind: 'basic', name: 'thread' },
  error: { kind: 'basic', name: 'error' },
});

export function isPrimitiveName(name: string): name is PrimitiveName {
  return Object.hasOwn(PRIMITIVES, name);
}

export function isBasicName(name: string): name is BasicName {
  return Object.hasOwn(BASICS, name);
}

export function literal(value: LiteralType['value']): LiteralType {
  return { kind: 'literal', value };
}

export function array(element: Type, readonly = false): ArrayType {
  return { kind: 'array', element, readonly };
}

export function map(key: Type, value: Type, readonly = false): MapType {
  return { kind: 'map', key, value, readonly };
}

export function record(fields: readonly Field[], rest: MapType | null = null): RecordType {
  return { kind: 'record', fields, rest };
}

export function field(name: string, type: Type, optional = false, readonly = false): Field {
  return { name, type, optional, readonly };
}

export function annotated(inner: Type, annotations: readonly Annotation[]): Type {
  return annotations.length === 0 ? inner : { kind: 'annotated', inner, annotations };
}

/** `inner?`; a type that has nil already stays as it is. */
export function optional(inner: Type): Type {
  if (inner.kind === 'optional' || inner.kind === 'nil' || inner.kind === 'any') return inner;
  return inner.kind === 'never' ? PRIMITIVES.nil : { kind: 'optional', inner };
}
