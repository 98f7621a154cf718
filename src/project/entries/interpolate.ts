/** Replaces the `file://` values of an entry by the content of their files. */
import { relative } from 'node:path';
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { type IncludeFailure, type IncludeReader, type IncludeResult, isInclude } from './include.ts';
import { locateOrigin } from './locate-entry.ts';
import { entryIdOf, type ParsedEntry } from './parsed-entry.ts';

export interface InterpolatedEntry {
  readonly entry: ParsedEntry;
  readonly diagnostics: readonly Diagnostic[];
}

interface Include {
  readonly value: string;
  /** `meta` or `data` and the keys below it. */
  readonly path: readonly (string | number)[];
}

const CODES: Record<IncludeFailure, DiagnosticCode> = {
  empty: 'P0203',
  traversal: 'P0202',
  missing: 'P0201',
  unreadable: 'P0201',
};

/** Reads the included files; `text` is the definition file, for the places of problems. */
export async function interpolateEntry(
  entry: ParsedEntry,
  text: string,
  reader: IncludeReader,
): Promise<InterpolatedEntry> {
  const includes: Include[] = [];
  collect(entry.meta, ['meta'], includes);
  collect(entry.data, ['data'], includes);
  if (includes.length === 0) return { entry, diagnostics: [] };
  const contents = new Map<string, string | Uint8Array>();
  const paths = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  let code: string | undefined;
  for (const include of includes) {
    const result = await reader.read(include.value, entry.origin.file);
    paths.add(result.path);
    if (include.path.length === 2 && include.path[0] === 'data' && include.path[1] === 'source') code = result.path;
    if (result.ok) contents.set(include.value, result.content);
    else diagnostics.push(describe(entry, text, include, result));
  }
  const origin = { ...entry.origin, includes: [...paths], ...(code === undefined ? {} : { code }) };
  const meta = replace(entry.meta, contents) as PlainObject;
  return { entry: { ...entry, meta, data: replace(entry.data, contents), origin }, diagnostics };
}

function collect(value: unknown, path: readonly (string | number)[], found: Include[]): void {
  if (isInclude(value)) found.push({ value, path });
  else if (Array.isArray(value)) for (const [index, item] of value.entries()) collect(item, [...path, index], found);
  else if (isPlainObject(value)) for (const [key, item] of Object.entries(value)) collect(item, [...path, key], found);
}

function replace(value: unknown, contents: ReadonlyMap<string, string | Uint8Array>): unknown {
  if (isInclude(value)) return contents.get(value) ?? value;
  if (Array.isArray(value)) return Object.freeze(value.map((item) => replace(item, contents)));
  if (!isPlainObject(value)) return value;
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, contents)])));
}

function describe(
  entry: ParsedEntry,
  text: string,
  include: Include,
  result: IncludeResult & { ok: false },
): Diagnostic {
  const range = locateOrigin(entry.origin, text, include.path)?.range ?? entry.origin.range;
  return diagnostic(CODES[result.failure], result.reason, {
    file: entry.origin.file,
    range,
    entry: entryIdOf(entry),
    hint: hintFor(result.failure, entry.origin.file, result.path),
  });
}

function hintFor(failure: IncludeFailure, definitionFile: string, path: string): string {
  if (failure === 'unreadable') return `Make ${path} a file that may be read, or correct the path.`;
  if (failure === 'missing') return `Create ${path}, or correct the path; it is relative to the definition file.`;
  if (failure === 'traversal')
    return `Move the file below the source directory; ${relative(definitionFile, path)} is outside of it.`;
  return 'Write file://name.lua for a file beside the definition file, or file:///dir/name.lua from the source directory.';
}
