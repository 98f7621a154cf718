/** From a path inside an entry to the place in its definition file. The file is parsed again: problems are rare. */
import { createEntry, type Entry } from '../../core/registry/entry.ts';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import { type Location, locate, type PathSegment } from '../yaml/locate.ts';
import { parseText, type SyntaxTree } from '../yaml/parse.ts';
import type { EntryOrigin, ValueOrigin } from './parsed-entry.ts';

/** A path as segments or as dotted text: `data.lifecycle.restart.max_delay`, `meta.command.name`, `kind`. */
export type EntryPath = string | readonly PathSegment[];

/**
 * The place of `path` in the definition file `text`. The first segment is `data`, `meta`, `name` or `kind`; a path that
 * does not exist gives the place of its nearest ancestor, with `exact: false`.
 */
export function locateOrigin(
  origin: EntryOrigin,
  text: string,
  path: EntryPath,
  target: 'value' | 'key' = 'value',
): Location | undefined {
  return locateInTree(origin, parseText(text, origin.file), path, target);
}

/** As `locateOrigin`, in a definition file that has been parsed. */
export function locateInTree(
  origin: EntryOrigin,
  tree: SyntaxTree,
  path: EntryPath,
  target: 'value' | 'key' = 'value',
): Location | undefined {
  const [field, ...rest] = typeof path === 'string' ? path.split('.') : path;
  if (field === 'meta') {
    const own = locate(tree, [...origin.path, 'meta', ...rest], target);
    if (own?.exact === true || origin.path.length === 0) return own;
    const shared = locate(tree, ['meta', ...rest], target);
    return shared?.exact === true ? shared : own;
  }
  if (field === 'data') {
    if (rest.length > 0) return locate(tree, [...origin.dataPath, ...rest], target);
    return origin.dataPath === origin.path
      ? { range: origin.range, exact: true }
      : locate(tree, origin.dataPath, target);
  }
  return locate(tree, [...origin.path, field, ...rest], target);
}

/** The origin that the loader gave an entry; undefined for entries that were not read from a definition file. */
export function originOf(entry: Entry): EntryOrigin | undefined {
  const origin = entry.source?.origin;
  return typeof origin === 'object' && origin !== null && 'dataPath' in origin ? (origin as EntryOrigin) : undefined;
}

/** File and range of a path inside of an entry, for a diagnostic. `readText` gives the text of a definition file. */
export function placeInEntry(
  entry: Entry,
  path: EntryPath,
  readText: (file: string) => string | undefined,
  target: 'value' | 'key' = 'value',
): { readonly file?: string; readonly range?: SourceRange } {
  const segments = typeof path === 'string' ? path.split('.') : path;
  const foreign = findForeign(entry, segments);
  if (foreign?.file !== undefined) return { file: foreign.file, range: foreign.range };
  const origin = originOf(entry);
  if (origin === undefined) return entry.source === undefined ? {} : { file: entry.source.file };
  // The value of a flag replaced the one in the file, so the entry itself is the nearest place.
  if (foreign !== undefined) return { file: origin.file, range: origin.range };
  const text = readText(origin.file);
  const range = text === undefined ? undefined : locateOrigin(origin, text, segments, target)?.range;
  return { file: origin.file, range: range ?? origin.range };
}

/** The entry, with the places of values that were put into it. */
export function withValueOrigins(entry: Entry, values: readonly ValueOrigin[]): Entry {
  if (values.length === 0) return entry;
  const origin = { ...(entry.source?.origin as object | undefined), values: [...valueOrigins(entry), ...values] };
  return createEntry({ ...entry, source: { file: '', ...entry.source, origin } });
}

function valueOrigins(entry: Entry): readonly ValueOrigin[] {
  const origin = entry.source?.origin;
  return typeof origin === 'object' && origin !== null && 'values' in origin ? (origin.values as ValueOrigin[]) : [];
}

/** The innermost value that was put in at `path` or around it; of several at one place the last. */
export function findForeign(entry: Entry, path: readonly PathSegment[]): ValueOrigin | undefined {
  let found: ValueOrigin | undefined;
  for (const value of valueOrigins(entry)) {
    const covers = value.path.every((segment, index) => String(segment) === String(path[index]));
    if (covers && value.path.length >= (found?.path.length ?? 0)) found = value;
  }
  return found;
}
