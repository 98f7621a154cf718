/** An entry as the texts that people compare: its definition as YAML, and each long text, such as Lua code, as itself. */
import { stringify } from 'yaml';
import type { Entry } from '../../core/registry/index.ts';
import { deepEqual, isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';

/** Name to text: `source.lua`, ... */
export type EntryDocuments = ReadonlyMap<string, string>;

const isLongText = (value: unknown): value is string => typeof value === 'string' && value.includes('\n');

/** What YAML cannot show as it is. */
function showable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (Array.isArray(value)) return value.map(showable);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, showable(item)]));
}

/** An entry with its long texts taken out of it. */
interface Parts {
  readonly definition: PlainObject;
  readonly texts: EntryDocuments;
}

function split(entry: Entry): Parts {
  const { kind, meta, data } = entry;
  const fields: Record<string, unknown> = {};
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(isPlainObject(data) ? data : {})) {
    if (isLongText(value)) texts.set(key === 'source' && /\.lua\b/.test(kind) ? 'source.lua' : key, value);
    else fields[key] = value;
  }
  const definition = {
    kind,
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
    ...(isPlainObject(data) ? fields : data === null ? {} : { data }),
  };
  return { definition, texts };
}

function definitionText(parts: Parts | undefined): string | undefined {
  if (parts === undefined) return undefined;
  return stringify(showable(parts.definition), { lineWidth: 0, aliasDuplicateObjects: false });
}

export interface DocumentPair {
  readonly name: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** The documents in which two states of an entry differ. */
export function changedDocuments(before: Entry | undefined, after: Entry | undefined): DocumentPair[] {
  const [old, now] = [before && split(before), after && split(after)];
  const pairs: DocumentPair[] = [];
  // Most changes are of sources, and YAML is slow to write.
  if (old === undefined || now === undefined || !deepEqual(old.definition, now.definition)) {
    pairs.push({ name: 'definition.yaml', before: definitionText(old), after: definitionText(now) });
  }
  const names = new Set([...(old?.texts.keys() ?? []), ...(now?.texts.keys() ?? [])]);
  for (const name of names) {
    const pair = { name, before: old?.texts.get(name), after: now?.texts.get(name) };
    if (pair.before !== pair.after) pairs.push(pair);
  }
  return pairs;
}
