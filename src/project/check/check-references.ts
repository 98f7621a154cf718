/** References of entries to other entries. */
import type { EntryReference } from '../../core/kinds/index.ts';
import { type Entry, namespaceOf } from '../../core/registry/index.ts';
import { didYouMean, onlyCandidate } from '../../infrastructure/suggest.ts';
import { matchesWildcard } from '../../infrastructure/wildcard.ts';
import type { CheckContext } from './context.ts';
import type { Place } from './places.ts';

/** Reports references that lead nowhere or to something else; those at the invalid paths mean nothing. */
export function checkReferences(
  entry: Entry,
  invalid: readonly (readonly (string | number)[])[],
  context: CheckContext,
): void {
  for (const reference of context.kinds.entryReferences(entry)) {
    if (invalid.some((path) => path.every((part, at) => part === reference.path[at]))) continue;
    const target = context.byId.get(reference.target);
    if (target === undefined) missing(entry, reference, context);
    else checkKindOfTarget(entry, target, reference, context);
  }
}

function missing(entry: Entry, reference: EntryReference, context: CheckContext): void {
  const { path, target, optional } = reference;
  const isImport = path.includes('imports');
  // An import without a colon names a module, an optional text may be something else than an id.
  if ((isImport && !target.includes(':')) || (optional && !isImport)) return;
  if (context.lost.has(target) || context.unresolved.explains(entry, path)) return;
  // What a requirement cannot reach has been reported with it.
  if (context.unresolved.reported.has(entry.id)) return;
  const dependencies = context.lost.dependenciesOf(target);
  if (dependencies.length > 0) {
    for (const id of dependencies) context.needed.add(id);
    return;
  }
  const hint = hintFor(entry, reference, context);
  const correction = correctionOf(entry, reference, context);
  const fix = correction === undefined ? undefined : context.fixes.replaced(entry, path, correction);
  context.reportAt('P0701', `no entry "${target}"`, entry, path, { hint, ...(fix && { fix }) });
}

/** The one entry of a fitting kind whose id differs by one edit, as it is written in this entry. */
function correctionOf(entry: Entry, reference: EntryReference, context: CheckContext): string | undefined {
  const { target, text, relative } = reference;
  if (context.lost.isDisabled(target)) return undefined;
  const id = onlyCandidate(target, context.byId.keys());
  const found = id === undefined ? undefined : context.byId.get(id);
  if (id === undefined || found === undefined || !fits(found, reference, context)) return undefined;
  if (!relative || text.includes(':')) return id;
  const own = `${namespaceOf(entry.id)}:`;
  return id.startsWith(own) ? id.slice(own.length) : undefined;
}

function hintFor(entry: Entry, { target, text }: EntryReference, { lost, byId }: CheckContext): string {
  if (lost.isDisabled(target)) return 'The entry is disabled by the configuration.';
  const full = `${namespaceOf(entry.id)}:${text}`;
  if (!text.includes(':') && byId.has(full)) return `Write the full id: "${full}".`;
  return didYouMean(target, byId.keys()) ?? 'Define the entry, or correct the id.';
}

function fits(target: Entry, { kinds }: EntryReference, context: CheckContext): boolean {
  if (kinds === undefined || context.kinds.definition(target.kind) === undefined) return true;
  return kinds.some((kind) => matchesWildcard(kind, target.kind) || kindFits(kind, target.kind));
}

function checkKindOfTarget(entry: Entry, target: Entry, reference: EntryReference, context: CheckContext): void {
  if (fits(target, reference, context)) return;
  const { path, kinds = [] } = reference;
  const message = `"${target.id}" is a ${target.kind}; expected ${kinds.join(' or ')}`;
  const related = [{ message: 'defined here', ...withoutEntry(context.places.ofName(target)) }];
  context.reportAt('P0702', message, entry, path, { related });
}

/** Kinds may end in `*` inside a segment: `process.lua*` allows `process.lua.bc`. */
function kindFits(pattern: string, kind: string): boolean {
  return pattern.endsWith('*') && kind.startsWith(pattern.slice(0, -1));
}

function withoutEntry({ file, range }: { readonly file?: string; readonly range?: Place['range'] }) {
  return { file, range };
}
