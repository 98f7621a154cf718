/** JSON Schema of kinds, for editors. */
import { z } from 'zod';
import type { AnyKind } from './define-kind.ts';
import { entryRefInfo } from './entry-ref.ts';
import type { KindRegistry } from './kind-registry.ts';

/** A JSON Schema (draft 7) as plain data. */
export type JsonSchema = Record<string, unknown>;

const FORMATS = new Set(['date', 'date-time', 'email', 'hostname', 'ipv4', 'ipv6', 'regex', 'time', 'uri', 'uuid']);

/** The schema of what an author writes: defaults are optional, durations are texts. */
export function toJsonSchema(schema: z.ZodType): JsonSchema {
  const result: JsonSchema = {
    ...z.toJSONSchema(schema, {
      io: 'input',
      target: 'draft-7',
      unrepresentable: 'any',
      override({ zodSchema, jsonSchema }) {
        // Names of checks of the schema library that JSON Schema does not know; what they mean is in `pattern` as well.
        if (jsonSchema.format !== undefined && !FORMATS.has(jsonSchema.format)) delete jsonSchema.format;
        const info = entryRefInfo(zodSchema);
        if (info === undefined) return;
        const kinds = info.kinds === undefined ? 'an entry' : `an entry of kind ${info.kinds.join(' or ')}`;
        jsonSchema.description ??= `Id of ${kinds}${info.relative ? ', may omit the own namespace' : ''}.`;
        (jsonSchema as JsonSchema)['x-entry-ref'] = { kinds: info.kinds ?? ['**'], relative: info.relative };
      },
    }),
  };
  delete result['$schema'];
  return result;
}

/** The schema of one entry of a kind as it stands in a file: name, kind, meta and the fields of its data. */
export function kindJsonSchema(definition: AnyKind): JsonSchema {
  const data = toJsonSchema(definition.schema);
  const properties = typeof data['properties'] === 'object' && data['properties'] !== null ? data['properties'] : {};
  const required = Array.isArray(data['required']) ? (data['required'] as string[]) : [];
  const meta = definition.meta === undefined ? { type: 'object' } : toJsonSchema(definition.meta);
  const name = { type: 'string', minLength: 1 };
  const kind = { const: definition.kind, description: definition.description };
  const nested = { required: ['data'], properties: { name, kind, meta, data } };
  const { properties: _properties, required: _required, type: _type, ...rest } = data;
  const inline = { ...rest, not: { required: ['data'] }, required, properties: { name, kind, meta, ...properties } };
  return {
    type: 'object',
    description: definition.description,
    required: ['name', 'kind'],
    anyOf: [inline, nested],
  };
}

/** The schema of an entry file for all declared kinds. */
export function entryFileJsonSchema(kinds: KindRegistry): JsonSchema {
  const definitions = kinds.definitions().filter((definition) => !definition.kind.includes('*'));
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    required: ['namespace'],
    properties: {
      version: { type: 'string' },
      namespace: { type: 'string', minLength: 1 },
      meta: { type: 'object' },
      entries: {
        type: 'array',
        items: {
          type: 'object',
          required: ['name', 'kind'],
          properties: {
            name: { type: 'string', minLength: 1 },
            kind: { type: 'string', enum: definitions.map((definition) => definition.kind) },
          },
          allOf: definitions.map((definition) => ({
            if: { required: ['kind'], properties: { kind: { const: definition.kind } } },
            then: kindJsonSchema(definition),
          })),
        },
      },
    },
  };
}
