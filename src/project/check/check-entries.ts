/** What can be said about the entries of a project before anything runs: kinds, fields, references, Lua sources. */
import type { Entry } from '../../core/registry/index.ts';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import type { LoadedProject } from '../load-project.ts';
import { checkClaims } from './check-claims.ts';
import { checkFields, checkKind } from './check-fields.ts';
import { checkReferences } from './check-references.ts';
import { CheckContext, type CheckOptions } from './context.ts';
import { checkLua } from './lua/check-lua.ts';

/**
 * All problems of the entries, in the order of the files. One mistake is one finding. A finding of the project that turns
 * out to be worse is repeated with another severity: see `mergeFindings`.
 */
export function checkEntries(project: LoadedProject, options: CheckOptions): Diagnostic[] {
  const context = new CheckContext(project, options);
  checkAll(context);
  return findingsOf(context);
}

/** Runs all checks; gives the entries that claims were read from. */
export function checkAll(context: CheckContext): ReadonlySet<string> {
  for (const entry of context.entries) checkEntry(entry, context);
  const claimants = checkClaims(context);
  checkLua(context);
  return claimants;
}

/** What an entry can be told by itself and by what it names. */
export function checkEntry(entry: Entry, context: CheckContext): void {
  if (checkKind(entry, context)) return;
  const invalid = checkFields(entry, context);
  checkReferences(entry, invalid, context);
}

/** What has been found, in the order of the files. */
export function findingsOf(context: CheckContext): Diagnostic[] {
  return sortDiagnostics([...context.found, ...worse(context)]);
}

/** Warnings of the pipeline that turn out to be errors: a module that is missing and needed, a requirement that is invalid. */
function worse({ project, needed }: CheckContext): Diagnostic[] {
  return project.diagnostics
    .filter(({ code, entry }) => (code === 'P0507' || code === 'P0503') && entry !== undefined && needed.has(entry))
    .map((item) => ({ ...item, severity: 'error' }));
}
