/** Entries against the schemas of their kinds. */
import { type EntryProblem, formatPath } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import { WippyError } from '../../infrastructure/errors.ts';
import { didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import { isInclude } from '../entries/include.ts';
import type { CheckContext } from './context.ts';
import type { Place } from './places.ts';

/** Reports a kind that nothing handles; false for one that is known. */
export function checkKind(entry: Entry, context: CheckContext): boolean {
  const { kinds } = context;
  if (kinds.definition(entry.kind) !== undefined) return false;
  const close = didYouMean(entry.kind, kinds.kinds()) ?? closestPattern(entry, context);
  const correction = onlyCandidate(entry.kind, kinds.kinds());
  const fix = correction === undefined ? undefined : context.fixes.replaced(entry, ['kind'], correction);
  context.reportAt('P0601', `unknown kind "${entry.kind}"`, entry, 'kind', { hint: close, ...(fix && { fix }) });
  return true;
}

function closestPattern(entry: Entry, { kinds }: CheckContext): string | undefined {
  try {
    kinds.require(entry.kind);
  } catch (error) {
    return error instanceof WippyError ? (error.hint ?? undefined) : undefined;
  }
  return undefined;
}

/** Reports what is wrong with the fields of an entry; the paths of values that are no good. */
export function checkFields(entry: Entry, context: CheckContext): (readonly (string | number)[])[] {
  const invalid: (readonly (string | number)[])[] = [];
  for (const problem of context.kinds.problems(entry)) {
    if (problem.severity === 'error') invalid.push(problem.path);
    if (context.unresolved.unreadable.has(entry.id) || context.unresolved.explains(entry, problem.path)) continue;
    // A requirement with a bad target has been reported as one that has no effect; now it is more than that.
    if (problem.severity === 'error' && problem.path[1] === 'targets' && context.unresolved.reported.has(entry.id)) {
      context.needed.add(entry.id);
      continue;
    }
    report(entry, problem, context);
  }
  return invalid;
}

function report(entry: Entry, problem: EntryProblem, context: CheckContext): void {
  const { path, isKey, severity } = problem;
  const value = valueAt(entry, path);
  // A file that could not be read has been reported.
  if (isInclude(value)) return;
  const place = placeOf(entry, problem, context);
  const fix = fixOf(entry, problem, context);
  if (isKey === true) {
    context.report('P0603', problem.message, place, { severity, hint: problem.hint, ...fix });
    return;
  }
  const bytes = value instanceof Uint8Array ? value : undefined;
  const message = bytes === undefined ? problem.message : `expected a text, got ${bytes.length} bytes that are none`;
  const hint = bytes === undefined ? problem.hint : hintForBytes(bytes);
  context.report(severity === 'error' ? 'P0602' : 'P0603', `${fieldName(path)}: ${message}`, place, { hint, ...fix });
}

function fixOf(entry: Entry, { path, isKey, correction }: EntryProblem, { fixes }: CheckContext) {
  if (correction === undefined) return {};
  const fix = isKey === true ? fixes.renamed(entry, path, correction) : fixes.replaced(entry, path, correction);
  return fix === undefined ? {} : { fix };
}

/** What the entry itself lacks is shown at its name, what a part of it lacks at that part. */
function placeOf(entry: Entry, { path, isKey, isMissing }: EntryProblem, { places }: CheckContext): Place {
  if (isKey === true) return places.at(entry, path, 'key');
  return isMissing === true && path.length <= 2 ? places.ofName(entry) : places.at(entry, path);
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

function valueAt(entry: Entry, path: readonly PropertyKey[]): unknown {
  let value: unknown = entry;
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[part];
  }
  return value;
}
