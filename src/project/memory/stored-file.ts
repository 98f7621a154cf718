/** A definition file that was parsed without any finding, as data that a file of JSON can hold. */
import { isPlainObject, type PlainObject } from '../../infrastructure/plain-data.ts';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import type { ParsedFile } from '../entries/parse-file.ts';
import type { PathSegment } from '../yaml/locate.ts';

/** Namespace, name, kind, meta, data, place of the name, path, and the path of the data where that is another one. */
type StoredEntry = readonly [
  string,
  string,
  string,
  PlainObject,
  unknown,
  SourceRange,
  readonly PathSegment[],
  (readonly PathSegment[])?,
];

export interface StoredFile {
  readonly isDefinition: boolean;
  readonly entries: readonly StoredEntry[];
}

/** Undefined for a file with findings, and where JSON would not give the same back. */
export function storeFile(parsed: ParsedFile): StoredFile | undefined {
  const { diagnostics, lost, entries, isDefinition } = parsed;
  if (diagnostics.length > 0 || lost.length > 0) return undefined;
  if (!entries.every(({ meta, data }) => survivesJson(meta) && survivesJson(data))) return undefined;
  return {
    isDefinition,
    entries: entries.map(({ namespace, name, kind, meta, data, origin: { range, path, dataPath } }) =>
      dataPath === path
        ? [namespace, name, kind, meta, data, range, path]
        : [namespace, name, kind, meta, data, range, path, dataPath],
    ),
  };
}

/** The parsed file again; `file` is its path now. */
export function restoreFile({ isDefinition, entries }: StoredFile, file: string): ParsedFile {
  return {
    isDefinition,
    diagnostics: [],
    lost: [],
    entries: entries.map(([namespace, name, kind, meta, data, range, path, dataPath = path]) => ({
      namespace,
      name,
      kind,
      meta,
      data,
      origin: { file, range, path, dataPath, includes: [] },
    })),
  };
}

function survivesJson(value: unknown): boolean {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true;
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0);
  if (Array.isArray(value)) return value.every(survivesJson);
  return isPlainObject(value) && Object.values(value).every(survivesJson);
}
