/** Schema types for fields that hold entry ids: what a kind refers to is read from its schema. */
import { z } from 'zod';

export interface EntryRefOptions {
  /** Kinds (wildcards as in wildcard.ts) that the entry may have; any if missing. */
  kinds?: readonly string[];
  /** Whether a text without a colon means an entry of the same namespace. */
  relative?: boolean;
  /** Whether a missing entry is no mistake, such as for a name that may also be an environment variable. */
  optional?: boolean;
  /** Whether the code of the target becomes part of this entry, so that a change of it is a change of this one. */
  code?: boolean;
}

/** What a field says about the ids it holds. */
export interface EntryRefInfo {
  readonly kinds: readonly string[] | undefined;
  readonly relative: boolean;
  readonly optional: boolean;
  readonly code: boolean;
}

let refs: z.core.$ZodRegistry<EntryRefInfo> | undefined;

/** Created on first use, so that importing this file does nothing. */
function registry(): z.core.$ZodRegistry<EntryRefInfo> {
  refs ??= z.registry<EntryRefInfo>();
  return refs;
}

/** A text that is the id of an entry. In a parsed configuration it is the full id. */
export function entryRef(options: EntryRefOptions = {}): z.ZodString {
  const schema = z.string().min(1);
  registry().add(schema, {
    kinds: options.kinds,
    relative: options.relative ?? false,
    optional: options.optional ?? false,
    code: options.code ?? false,
  });
  return schema;
}

/** A list of entry ids. */
export function entryRefs(options: EntryRefOptions = {}): z.ZodArray<z.ZodString> {
  return z.array(entryRef(options));
}

/** What a schema made by `entryRef` says, undefined for any other schema. */
export function entryRefInfo(schema: z.core.$ZodType): EntryRefInfo | undefined {
  return registry().get(schema as z.ZodType);
}
