/** Where a line of an entry's Lua code stands in the files of the application. */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Entry } from '../core/registry/index.ts';
import { placeInEntry } from '../project/entries/locate-entry.ts';
import type { CodePlace } from '../services/lua/traceback.ts';

/** The file as messages show it, and the line in it; undefined for code that is in no file. */
export function codePlace(entry: Entry, line: number, directory: string): CodePlace | undefined {
  const { source } = entry;
  if (source === undefined) return undefined;
  if (source.code !== undefined) return { file: relative(directory, source.code), line };
  const text = readIfText(source.file);
  const { range } = placeInEntry(entry, 'data.source', () => text);
  if (text === undefined || range === undefined) return undefined;
  const first = text.split('\n')[range.start.line - 1] ?? '';
  // The lines of a block (`source: |`) are lines of the file; those of a text in quotes are not.
  const isBlock = first.charAt(range.start.column - 1) === '|';
  return { file: relative(directory, source.file), line: isBlock ? range.start.line + line : range.start.line };
}

function readIfText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
