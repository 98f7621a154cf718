/** Looking through names, annotations and generics to the structure of a type. */

import {
  type Field,
  type GenericType,
  type InstantiatedType,
  literal,
  type MapType,
  type ParameterType,
  PRIMITIVES,
  type Type,
  type TypeReference,
} from './model.ts';
import { substitute } from './substitute.ts';
import { union } from './unions.ts';

/** How many names may stand for each other, and how many interfaces may extend each other. */
const MAX_CHAIN = 128;

/** Instances that a generic remembers; beyond it each use makes its own. */
const MAX_INSTANCES = 1000;

/** The type that a reference names, with its arguments; null where the name is no type. */
export function resolveReference(reference: TypeReference): Type | null {
  if (reference.target !== null) return reference.target;
  const found = reference.find();
  if (found === null) return null;
  // Set before the arguments are applied, which looks behind the name: it may stand for itself.
  reference.target = found;
  reference.target = applyArguments(found, reference.arguments);
  return reference.target;
}

function applyArguments(found: Type, list: readonly Type[]): Type {
  const generic = structureOf(found);
  if (generic.kind !== 'generic') return found;
  const wanted = generic.parameters.filter((parameter) => parameter.fallback === null).length;
  return list.length === 0 && wanted > 0 ? found : instantiate(generic, list);
}

/** A generic with arguments; missing ones are the parameters' defaults, otherwise `any`. */
export function instantiate(generic: GenericType, list: readonly Type[]): InstantiatedType {
  const all = generic.parameters.map((parameter, index) => list[index] ?? parameter.fallback ?? PRIMITIVES.any);
  for (const instance of generic.instances) {
    if (instance.arguments.every((argument, index) => argument === all[index])) return instance;
  }
  const made: InstantiatedType = { kind: 'instantiated', generic, arguments: all, expanded: null };
  if (generic.instances.length < MAX_INSTANCES) generic.instances.push(made);
  return made;
}

/** The body of a generic with the arguments of the instance in place of its parameters. */
export function expand(type: InstantiatedType): Type {
  if (type.expanded === null) {
    const bindings = new Map<ParameterType, Type>();
    type.generic.parameters.forEach((parameter, index) => {
      bindings.set(parameter, type.arguments[index] as Type);
    });
    type.expanded = substitute(type.generic.body, bindings);
  }
  return type.expanded;
}

/** The type behind names; an unresolved name, or one that stands only for itself, comes back as the reference. */
export function resolve(type: Type): Type {
  let current = type;
  for (let steps = 0; current.kind === 'reference' && steps < MAX_CHAIN; steps++) {
    const target = resolveReference(current);
    if (target === null) return current;
    current = target;
  }
  return current.kind === 'keyof' ? keyof(current.inner) : current;
}

/** The type behind names and annotations; generics stay as they are. */
export function structureOf(type: Type): Type {
  let current = resolve(type);
  for (let steps = 0; current.kind === 'annotated' && steps < MAX_CHAIN; steps++) current = resolve(current.inner);
  return current;
}

/** As `structureOf`, and instances of generics are expanded. */
export function shapeOf(type: Type): Type {
  let current = structureOf(type);
  for (let steps = 0; current.kind === 'instantiated' && steps < MAX_CHAIN; steps++)
    current = structureOf(expand(current));
  return current;
}

/** The fields of a record or interface, those of the bases first; null for any other type. */
export function recordFields(type: Type): readonly Field[] | null {
  const shape = shapeOf(type);
  if (shape.kind === 'record') return shape.fields;
  if (shape.kind !== 'interface') return null;
  if (shape.bases.length === 0) return shape.fields;
  const fields = new Map<string, Field>();
  collectFields(shape, fields, new Set());
  return [...fields.values()];
}

function collectFields(type: Type, fields: Map<string, Field>, seen: Set<Type>): void {
  const shape = shapeOf(type);
  if (seen.has(shape) || seen.size > MAX_CHAIN) return;
  seen.add(shape);
  if (shape.kind === 'interface') for (const base of shape.bases) collectFields(base, fields, seen);
  if (shape.kind !== 'interface' && shape.kind !== 'record') return;
  for (const field of shape.fields) fields.set(field.name, field);
}

/** `[K]: V` of a record. */
export function recordRest(type: Type): MapType | null {
  const shape = shapeOf(type);
  return shape.kind === 'record' ? shape.rest : null;
}

/** How many `keyof` are being resolved: `type K = keyof K` has no end. */
let open = 0;
const MAX_OPEN = 32;

/** The names of a type's fields: literals of a record's names, the keys of a map, integers for arrays. */
function keyof(type: Type): Type {
  if (open >= MAX_OPEN) return PRIMITIVES.never;
  open++;
  try {
    return keysOf(shapeOf(type));
  } finally {
    open--;
  }
}

function keysOf(shape: Type): Type {
  if (shape.kind === 'map') return shape.key;
  if (shape.kind === 'array' || shape.kind === 'tuple') return PRIMITIVES.integer;
  const fields = recordFields(shape);
  if (fields === null) return shape.kind === 'any' ? PRIMITIVES.any : PRIMITIVES.never;
  const names: Type[] = fields.map((field) => literal(field.name));
  const rest = recordRest(shape);
  return union(rest === null ? names : [...names, rest.key]);
}
