/** The references of an entry, read from the schema of its kind. */
import type { z } from 'zod';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { completeEntryId, type Entry, type EntryId, namespaceOf } from '../registry/index.ts';
import type { EntryProblem } from './entry-problem.ts';
import { entryRefInfo } from './entry-ref.ts';
import { isPlaceholder } from './placeholders.ts';
import { type ValuePath, walkSchema } from './walk-schema.ts';

export interface EntryReference {
  /** From the entry: `['data', 'host']`. */
  readonly path: ValuePath;
  /** The id, completed if the field takes relative ones. */
  readonly target: EntryId;
  /** What was written. */
  readonly text: string;
  /** True if the id was completed with the entry's namespace. */
  readonly relative: boolean;
  /** Kinds the target may have; any if undefined. */
  readonly kinds: readonly string[] | undefined;
  /** Whether a missing target is no mistake. */
  readonly optional: boolean;
  /** Whether the code of the target becomes part of the entry. */
  readonly code: boolean;
}

/** The schemas of the two parts of an entry. */
export interface EntrySchemas {
  readonly schema: z.ZodType;
  readonly meta?: z.ZodType;
  /** See KindDefinition. */
  readonly strayFields?: Readonly<Record<string, string>>;
  readonly check?: (data: PlainObject) => readonly EntryProblem[];
}

/** Every field that holds an entry id, in the order of the entry; none for texts that are empty. */
export function findReferences(schemas: EntrySchemas, entry: Entry): EntryReference[] {
  const found = new Map<string, EntryReference>();
  const namespace = namespaceOf(entry.id);
  const search = (root: string, schema: z.ZodType | undefined, value: unknown): void => {
    if (schema === undefined) return;
    walkSchema(schema, value, {
      visit(part, text, path) {
        if (typeof text !== 'string' || text === '') return;
        const info = entryRefInfo(part);
        // Which entry a placeholder names is only known when it takes effect.
        if (info === undefined || isPlaceholder(text)) return;
        const target = info.relative ? completeEntryId(text, namespace) : text;
        const fullPath = [root, ...path];
        const relative = target !== text;
        found.set(JSON.stringify(fullPath), {
          path: fullPath,
          target,
          text,
          relative,
          kinds: info.kinds,
          optional: info.optional,
          code: info.code,
        });
      },
    });
  };
  search('meta', schemas.meta, entry.meta);
  search('data', schemas.schema, entry.data);
  return [...found.values()];
}

/** A copy of a value with other texts at some paths. */
export function replaceTexts(value: unknown, replacements: ReadonlyMap<string, string>, path: ValuePath): unknown {
  if (typeof value === 'string') return replacements.get(JSON.stringify(path)) ?? value;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => replaceTexts(item, replacements, [...path, index]));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replaceTexts(item, replacements, [...path, key])]),
  );
}
