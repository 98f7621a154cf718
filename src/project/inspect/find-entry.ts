/** The entry and field that `registry show` prints. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';

/** The entry with this id, or the only one with this name. Throws NotFound or Invalid (ambiguous name). */
export function findEntry(entries: readonly Entry[], idOrName: string): Entry {
  const exact = entries.find((entry) => entry.id === idOrName);
  if (exact !== undefined) return exact;
  const named = entries.filter((entry) => parseEntryId(entry.id).name === idOrName);
  if (named.length === 1) return named[0];
  if (named.length > 1) {
    const hint = `Entries with this name: ${named.map((entry) => entry.id).join(', ')}.`;
    const message = `ambiguous entry name "${idOrName}", use full ID (namespace:name)`;
    throw new WippyError(message, { kind: ErrorKind.Invalid, retryable: false, hint });
  }
  const ids = entries.map((entry) => entry.id);
  const names = ids.map((id) => parseEntryId(id).name);
  const hint =
    didYouMean(idOrName, ids) ?? didYouMean(idOrName, names) ?? "List the entries with 'wippy registry list'.";
  throw new WippyError(`entry not found: ${idOrName}`, { kind: ErrorKind.NotFound, retryable: false, hint });
}

/** The value of a dotted field of the data; list items by index. `meta.x` and `data.x` name the part explicitly. */
export function entryField(entry: Entry, field: string): unknown {
  const found = lookUp(entry.data, field.split('.'));
  if (found !== undefined) return found;
  const [first, ...rest] = field.split('.');
  const explicit =
    first === 'meta' ? lookUp(entry.meta, rest) : first === 'data' ? lookUp(entry.data, rest) : undefined;
  if (explicit !== undefined) return explicit;
  const known = isPlainObject(entry.data) ? Object.keys(entry.data) : [];
  const hint = didYouMean(field, known) ?? (known.length === 0 ? undefined : `Fields: ${known.join(', ')}.`);
  throw new WippyError(`field "${field}" not found in entry data`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint,
  });
}

/** The whole rest of a path may be one key, because keys can contain dots. */
function lookUp(value: unknown, segments: readonly string[]): unknown {
  if (segments.length === 0) return value;
  if (Array.isArray(value)) {
    return /^\d+$/.test(segments[0]) ? lookUp(value[Number(segments[0])], segments.slice(1)) : undefined;
  }
  if (!isPlainObject(value)) return undefined;
  for (let length = segments.length; length > 0; length -= 1) {
    const key = segments.slice(0, length).join('.');
    if (!Object.hasOwn(value, key)) continue;
    const found = lookUp(value[key], segments.slice(length));
    if (found !== undefined) return found;
  }
  return undefined;
}
