/** Entries as packs store them. */
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import { brokenPack } from './pack-error.ts';
import { decodeId, encodeId, mapOf } from './toc.ts';

export function encodeEntry({ id, kind, meta, data }: Entry): PlainObject {
  return { ID: encodeId(id), Kind: kind, Meta: Object.keys(meta).length === 0 ? null : meta, Data: data };
}

/** Marks for entries of a module: what `meta.module` and `meta.module_version` become where they are not there. */
export interface ModuleMarks {
  readonly module: string;
  readonly version?: string;
}

/** `path` is that of the pack, for diagnostics. Throws Invalid for an entry without id or kind. */
export function decodeEntry(value: unknown, path: string, marks?: ModuleMarks): Entry {
  const fields = mapOf(value, 'an entry');
  const id = decodeId(fields['ID']);
  const { Kind: kind, Meta: meta, Data: data } = fields;
  if (typeof kind !== 'string' || kind === '') throw brokenPack(`entry ${id} has no kind`);
  const own = isPlainObject(meta) ? meta : {};
  try {
    return createEntry({
      id,
      kind,
      meta: marks === undefined ? own : { ...marksOf(marks), ...own },
      data: data ?? null,
      source: { file: path },
    });
  } catch (error) {
    if (error instanceof WippyError) throw brokenPack(error.message);
    throw brokenPack(`entry ${id} cannot be read`);
  }
}

function marksOf({ module, version }: ModuleMarks): PlainObject {
  return { module, ...(version === undefined ? {} : { module_version: version }) };
}
