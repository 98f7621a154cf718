/** What a type tells about itself: `X:kind()`, `X:fields()` and so on. A question that does not apply answers nil. */

import type { LuaFunction, LuaResult, LuaValue } from '../runtime/values.ts';
import type { Type } from './model.ts';
import { expand, recordFields, structureOf } from './resolve.ts';

const REFLECTIONS = [
  'kind',
  'name',
  'elem',
  'key',
  'val',
  'inner',
  'ret',
  'fields',
  'variants',
  'params',
  'tparams',
] as const;

export type Reflection = (typeof REFLECTIONS)[number];

export function isReflection(name: string): name is Reflection {
  return (REFLECTIONS as readonly string[]).includes(name);
}

/** Answers a question about a type. `wrap` makes the Lua value of a type. */
export function reflect(
  question: Reflection,
  type: Type,
  name: string | null,
  wrap: (type: Type) => LuaValue,
): LuaResult {
  const one = (part: Type | null): LuaValue => (part === null ? undefined : wrap(part));
  const structure = structureOf(type);
  if (question === 'kind') return kindOf(type);
  if (question === 'name') return name ?? undefined;
  const shape = structure.kind === 'instantiated' ? structureOf(expand(structure)) : structure;
  switch (question) {
    case 'elem':
      return one(shape.kind === 'array' ? shape.element : null);
    case 'key':
      return one(shape.kind === 'map' ? shape.key : null);
    case 'val':
      return one(shape.kind === 'map' ? shape.value : null);
    case 'inner':
      return one(shape.kind === 'optional' ? shape.inner : null);
    case 'ret':
      return one(resultOf(shape));
    case 'fields': {
      const fields = recordFields(shape);
      return fields === null ? undefined : iterator(fields, (field) => [field.name, wrap(field.type)]);
    }
    case 'variants':
      return shape.kind === 'union' ? iterator(shape.members, wrap) : undefined;
    case 'params':
      return shape.kind === 'function' ? iterator(shape.parameters, (parameter) => wrap(parameter.type)) : undefined;
    case 'tparams':
      if (structure.kind !== 'generic') return undefined;
      return iterator(structure.parameters, (parameter) => [parameter.name, one(parameter.constraint)]);
  }
}

/**
 * `kind()`: names and annotations are looked through; an interface is a record. Kinds are a closed set in the reference
 * runtime, in which literals and basic types but `function` have none of their own: `unknown`.
 */
export function kindOf(type: Type): string {
  const structure = structureOf(type);
  switch (structure.kind) {
    case 'interface':
      return 'record';
    case 'basic':
      return structure.name === 'function' ? 'function' : 'unknown';
    case 'literal':
    case 'reference':
    case 'annotated':
    case 'parameter':
    case 'keyof':
      return 'unknown';
    default:
      return structure.kind;
  }
}

/** The result of a function type; several are a tuple, none is nil. */
function resultOf(shape: Type): Type | null {
  if (shape.kind !== 'function') return null;
  const { results, resultRest } = shape;
  if (results.length === 1 && resultRest === null) return results[0] ?? null;
  return results.length === 0 && resultRest === null ? null : { kind: 'tuple', elements: results, rest: resultRest };
}

/** A function that gives the next element each time it is called, and nil at the end. */
function iterator<T>(elements: readonly T[], values: (element: T) => LuaResult): LuaFunction {
  let index = 0;
  return () => {
    const element = elements[index];
    if (element === undefined) return undefined;
    index++;
    return values(element);
  };
}
