/** An entry as a definition file describes it, with the place it came from. */
import type { PlainObject } from '../../infrastructure/plain-data.ts';
import type { SourceRange } from '../diagnostics/diagnostic.ts';
import type { PathSegment } from '../yaml/locate.ts';

/** Where an entry was defined. */
export interface EntryOrigin {
  /** Absolute path of the definition file. */
  readonly file: string;
  /** The `name` of the entry in the file. */
  readonly range: SourceRange;
  /** Path of the entry in the file: `['entries', 3]`, or [] for the single form. */
  readonly path: readonly PathSegment[];
  /** Path of its data in the file; differs from `path` where the entry has a `data` key. */
  readonly dataPath: readonly PathSegment[];
  /** Absolute paths of the files that `file://` values were replaced by. */
  readonly includes: readonly string[];
  /** Absolute path of the file that `source: file://...` named. */
  readonly code?: string;
  /** The module the entry belongs to; undefined for entries of the application. */
  readonly module?: string;
}

/** Where a value was written that did not come with the definition of its entry: an override, a linked parameter. */
export interface ValueOrigin {
  /** From the entry on: `['data', 'addr']`, `['kind']`. */
  readonly path: readonly PathSegment[];
  /** Undefined where the value stands in no file: a flag of the command line. */
  readonly file?: string;
  readonly range?: SourceRange;
}

export interface ParsedEntry {
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  readonly meta: PlainObject;
  /** Frozen plain data; bytes where a `file://` file is not UTF-8. */
  readonly data: unknown;
  readonly origin: EntryOrigin;
}

export function entryIdOf(entry: { readonly namespace: string; readonly name: string }): string {
  return `${entry.namespace}:${entry.name}`;
}
