/** An entry as the texts that people compare: its definition as YAML, and each long text, such as Lua code, as itself. */
import { stringify } from 'yaml';
import type { Entry } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';

/** Name to text: `definition.yaml`, `source.lua`, ... */
export type EntryDocuments = ReadonlyMap<string, string>;

const isLongText = (value: unknown): value is string => typeof value === 'string' && value.includes('\n');

/** What YAML cannot show as it is. */
function showable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (Array.isArray(value)) return value.map(showable);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, showable(item)]));
}

/** The documents of an entry; none for undefined. */
export function entryDocuments(entry: Entry | undefined): EntryDocuments {
  const documents = new Map<string, string>();
  if (entry === undefined) return documents;
  const { kind, meta, data } = entry;
  const fields = isPlainObject(data) ? { ...data } : undefined;
  const texts: [string, string][] = [];
  for (const [key, value] of Object.entries(fields ?? {})) {
    if (!isLongText(value)) continue;
    texts.push([key === 'source' && /\.lua\b/.test(kind) ? 'source.lua' : key, value]);
    if (fields !== undefined) delete fields[key];
  }
  const shown = {
    kind,
    ...(Object.keys(meta).length === 0 ? {} : { meta }),
    ...(fields === undefined ? (data === null ? {} : { data }) : fields),
  };
  documents.set('definition.yaml', stringify(showable(shown), { lineWidth: 0, aliasDuplicateObjects: false }));
  for (const [name, text] of texts) documents.set(name, text);
  return documents;
}
