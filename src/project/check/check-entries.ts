/** What can be said about the entries of a project before anything runs: kinds, fields, references, Lua syntax. */

import { formatPath, type KindRegistry } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { matchesWildcard } from '../../infrastructure/wildcard.ts';
import { type Diagnostic, diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { type EntryPath, placeInEntry } from '../entries/locate-entry.ts';
import { checkLua } from './check-lua.ts';

export interface CheckOptions {
  readonly kinds: KindRegistry;
  /** Names of the Lua modules that exist. */
  readonly modules: readonly string[];
  /** Gives the text of a definition file. */
  readonly readText: (file: string) => string | undefined;
}

/** All problems of the entries, in the order of the files. One mistake is one finding. */
export function checkEntries(entries: readonly Entry[], options: CheckOptions): Diagnostic[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const found: Diagnostic[] = [];
  for (const entry of entries) {
    if (options.kinds.definition(entry.kind) === undefined) {
      found.push(unknownKind(entry, options));
      continue;
    }
    const invalid = checkFields(entry, options, found);
    if (!invalid) checkReferences(entry, byId, options, found);
    found.push(...checkLua(entry, options));
  }
  return sortDiagnostics(found);
}

function at(entry: Entry, path: EntryPath, options: CheckOptions, target: 'value' | 'key' = 'value') {
  return { ...placeInEntry(entry, path, options.readText, target), entry: entry.id };
}

function unknownKind(entry: Entry, options: CheckOptions): Diagnostic {
  try {
    options.kinds.require(entry.kind);
  } catch (error) {
    const hint = error instanceof WippyError ? (error.hint ?? undefined) : undefined;
    const close = didYouMean(entry.kind, options.kinds.kinds());
    return diagnostic('P0601', `unknown kind "${entry.kind}"`, { ...at(entry, 'kind', options), hint: close ?? hint });
  }
  throw new Error('the kind is known');
}

/** True where the fields are so wrong that their references mean nothing. */
function checkFields(entry: Entry, options: CheckOptions, found: Diagnostic[]): boolean {
  let invalid = false;
  for (const problem of options.kinds.problems(entry)) {
    const error = problem.severity === 'error';
    invalid ||= error;
    const place = at(entry, problem.path, options, error ? 'value' : 'key');
    const bytes = bytesAt(entry, problem.path);
    const message = bytes === undefined ? problem.message : `expected a text, got ${bytes.length} bytes that are none`;
    const hint = bytes === undefined ? problem.hint : hintForBytes(bytes);
    found.push(
      diagnostic(error ? 'P0602' : 'P0603', error ? `${fieldName(problem.path)}: ${message}` : message, {
        ...place,
        hint,
      }),
    );
  }
  return invalid;
}

/** The name of a field as its author knows it: the data of an entry stands beside its name. */
function fieldName(path: readonly (string | number)[]): string {
  return formatPath(path[0] === 'data' && path.length > 1 ? path.slice(1) : path);
}

function hintForBytes(bytes: Uint8Array): string {
  const compiled = bytes[0] === 0x1b && Buffer.from(bytes.subarray(1, 4)).toString('latin1') === 'Lua';
  return compiled
    ? 'The file holds compiled Lua, which cannot be loaded. Name the file of its source.'
    : 'The file is not encoded in UTF-8. Save it as UTF-8.';
}

/** The content of a field that holds bytes: a file that is no text. */
function bytesAt(entry: Entry, path: readonly PropertyKey[]): Uint8Array | undefined {
  let value: unknown = entry;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value instanceof Uint8Array ? value : undefined;
}

function checkReferences(
  entry: Entry,
  byId: ReadonlyMap<string, Entry>,
  options: CheckOptions,
  found: Diagnostic[],
): void {
  for (const { path, target, kinds, optional } of options.kinds.entryReferences(entry)) {
    const other = byId.get(target);
    if (other === undefined) {
      const isModule = entry.kind.includes('.lua') && path.includes('imports') && !target.includes(':');
      if (isModule || (optional && !path.includes('imports'))) continue;
      const hint = didYouMean(target, byId.keys()) ?? 'Define the entry, or correct the id.';
      found.push(diagnostic('P0701', `no entry "${target}"`, { ...at(entry, path, options), hint }));
    } else if (
      kinds !== undefined &&
      options.kinds.definition(other.kind) !== undefined &&
      !kinds.some((kind) => matchesWildcard(kind, other.kind) || kindFits(kind, other.kind))
    ) {
      const message = `"${target}" is a ${other.kind}; expected ${kinds.join(' or ')}`;
      found.push(diagnostic('P0702', message, at(entry, path, options)));
    }
  }
}

/** Kinds may end in `*` inside a segment: `process.lua*` allows `process.lua.bc`. */
function kindFits(pattern: string, kind: string): boolean {
  return pattern.endsWith('*') && kind.startsWith(pattern.slice(0, -1));
}
