/** From a path inside an entry to the place in its definition file. The file is parsed again: problems are rare. */
import type { Entry } from '../../core/registry/entry.ts';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import { type Location, locate, type PathSegment } from '../yaml/locate.ts';
import { parseText } from '../yaml/parse.ts';
import type { EntryOrigin } from './parsed-entry.ts';

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
  const [field, ...rest] = typeof path === 'string' ? path.split('.') : path;
  const tree = parseText(text, origin.file);
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
  const origin = originOf(entry);
  if (origin === undefined) return entry.source === undefined ? {} : { file: entry.source.file };
  const text = readText(origin.file);
  const range = text === undefined ? undefined : locateOrigin(origin, text, path, target)?.range;
  return { file: origin.file, range: range ?? origin.range };
}
