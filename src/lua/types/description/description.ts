/**
 * The compact form in which the compiler writes types into the code it emits. It is made of arrays, strings, booleans,
 * numbers and null alone, so that `JSON.stringify` of it is a JavaScript expression (records have no names as keys:
 * `__proto__` would not survive as one).
 */

/** `s` byte string, `i` integer and `f` float as text, `b` boolean. */
export type LiteralDescription = ['s' | 'i' | 'f', string] | ['b', boolean];

/** Name, constraint, default. */
export type ParameterDescription = [string, TypeDescription | null, TypeDescription | null];

/** Name, flags (1 optional, 2 read-only), type. */
export type FieldDescription = [string, number, TypeDescription];

export const FIELD_OPTIONAL = 1;
export const FIELD_READONLY = 2;

export type AnnotationDescription = [string, LiteralDescription[]];

export type TypeDescription =
  /** A primitive type by its name. */
  | ['p', string]
  /** A name to look up: path, type arguments. */
  | ['n', string[], TypeDescription[]]
  /** A type parameter. */
  | ['v', string]
  | ['l', LiteralDescription]
  | ['?', TypeDescription]
  | ['|', TypeDescription[]]
  | ['&', TypeDescription[]]
  /** Array: element, read-only. */
  | ['a', TypeDescription, boolean]
  /** Map: key, value, read-only. */
  | ['m', TypeDescription, TypeDescription, boolean]
  /** Record: fields, `[K]: V` as a map. */
  | ['r', FieldDescription[], TypeDescription | null]
  /** Function: type parameters, parameters (name, optional, type), extra arguments, results, extra results. */
  | [
      'f',
      ParameterDescription[],
      [string | null, boolean, TypeDescription][],
      TypeDescription | null,
      TypeDescription[],
      TypeDescription | null,
    ]
  /** Tuple: elements, further elements. */
  | ['t', TypeDescription[], TypeDescription | null]
  | ['k', TypeDescription]
  | ['@', TypeDescription, AnnotationDescription[]]
  /** Generic: name, parameters, body. */
  | ['g', string, ParameterDescription[], TypeDescription]
  /** Interface: name, bases, fields. */
  | ['i', string, TypeDescription[], FieldDescription[]];
