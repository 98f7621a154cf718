/** A schema and a value side by side: which part of the schema speaks about which part of the value. */
import { z } from 'zod';
import { isPlainObject } from '../../infrastructure/plain-data.ts';

export type ValuePath = readonly (string | number)[];

export interface SchemaVisitor {
  /** Called for every pair, outermost first. `certain` is false inside a union of which no option fits. */
  visit(schema: z.core.$ZodType, value: unknown, path: ValuePath, certain: boolean): void;
}

type Definition<T extends z.core.$ZodType> = T['_zod']['def'];

function walkObject(def: Definition<z.core.$ZodObject>, value: object, step: Step): void {
  for (const [key, item] of Object.entries(value)) {
    const schema = Object.hasOwn(def.shape, key) ? def.shape[key] : def.catchall;
    if (schema !== undefined) step(schema, item, key);
  }
}

type Step = (schema: z.core.$ZodType, value: unknown, key?: string | number, certain?: boolean) => void;

function walkUnion(options: readonly z.core.$ZodType[], value: unknown, step: Step): void {
  const fitting = options.find((option) => z.safeParse(option, value).success);
  if (fitting !== undefined) step(fitting, value);
  else for (const option of options) step(option, value, undefined, false);
}

function children(schema: z.core.$ZodType, value: unknown, step: Step): void {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object':
      if (isPlainObject(value)) walkObject(def, value, step);
      return;
    case 'record':
      if (isPlainObject(value)) for (const [key, item] of Object.entries(value)) step(def.valueType, item, key);
      return;
    case 'array':
      if (Array.isArray(value)) for (const [index, item] of value.entries()) step(def.element, item, index);
      return;
    case 'tuple':
      if (Array.isArray(value)) {
        value.forEach((item: unknown, index) => {
          const itemSchema = def.items[index] ?? def.rest;
          if (itemSchema) step(itemSchema, item, index);
        });
      }
      return;
    case 'union':
      walkUnion(def.options, value, step);
      return;
    case 'intersection':
      step(def.left, value);
      step(def.right, value);
      return;
    case 'pipe':
      // A preprocessing step says nothing about the value; what follows does.
      step((def.in as z.core.$ZodTypes)._zod.def.type === 'transform' ? def.out : def.in, value);
      return;
    case 'lazy':
      step(def.getter(), value);
      return;
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      step(def.innerType, value);
      return;
    default:
  }
}

/** Visits each part of the value with the schemas that describe it. Parts without a schema are not visited. */
export function walkSchema(schema: z.core.$ZodType, value: unknown, visitor: SchemaVisitor): void {
  const walk = (current: z.core.$ZodType, part: unknown, path: ValuePath, certain: boolean): void => {
    if (part === undefined) return;
    visitor.visit(current, part, path, certain);
    children(current, part, (next, item, key, sure = true) => {
      walk(next, item, key === undefined ? path : [...path, key], certain && sure);
    });
  };
  walk(schema, value, [], true);
}
