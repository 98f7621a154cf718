/** Stage disable: leaves out entries by namespace, id or metadata. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { compileWildcard, type Wildcard } from '../../infrastructure/wildcard.ts';
import { textsOf } from '../config/profiles.ts';
import type { Stage } from './stage.ts';

export interface DisablePatterns {
  readonly namespaces: readonly string[];
  /** `namespacePattern:namePattern`. */
  readonly entries: readonly string[];
  /** Entries whose string metadata field equals one of the values. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
}

export type DisableMatcher = (entry: Entry) => boolean;

/** Told of a bad pattern and of its index in the list of entry patterns. */
type ReportPattern = (problem: string, index: number) => void;

const HINT = 'Write patterns as namespace:name, such as app.test.**:*.';

export const disable: Stage = {
  name: 'disable',
  run(entries, context) {
    const section = context.config.section('disable');
    const meta = section.section('meta');
    const configured = compilePatterns(
      {
        namespaces: textsOf(section.raw('namespaces')) ?? [],
        entries: textsOf(section.raw('entries')) ?? [],
        meta: new Map(meta.keys().map((key) => [key, textsOf(meta.raw(key)) ?? []])),
      },
      (problem, index) => {
        const isList = Array.isArray(section.raw('entries'));
        const place = context.configPlaces('disable.entries', isList ? [index] : []);
        context.report('P0502', problem, { ...place, hint: HINT });
      },
    );
    const { namespaces = [], entries: ids = [] } = context.exclude ?? {};
    const excluded = compilePatterns({ namespaces, entries: ids, meta: new Map() }, (problem) =>
      context.report('P0502', problem, { hint: HINT }),
    );
    const kept = entries.filter((entry) => !configured(entry) && !excluded(entry));
    return kept.length === entries.length ? entries : kept;
  },
};

/** A test for entries that the patterns select. Bad patterns are reported and match nothing; empty ones are skipped. */
export function compilePatterns(patterns: DisablePatterns, report: ReportPattern): DisableMatcher {
  const namespaces = patterns.namespaces.filter((pattern) => pattern !== '').map(compileWildcard);
  const ids: [Wildcard, Wildcard][] = [];
  for (const [index, pattern] of patterns.entries.entries()) {
    if (pattern === '') continue;
    const colon = pattern.indexOf(':');
    const problem =
      colon === -1
        ? "missing ':' separator (expected namespace:name)"
        : colon === 0
          ? 'empty namespace'
          : colon === pattern.length - 1
            ? 'empty name'
            : undefined;
    if (problem !== undefined) report(`invalid entry pattern '${pattern}': ${problem}`, index);
    else ids.push([compileWildcard(pattern.slice(0, colon)), compileWildcard(pattern.slice(colon + 1))]);
  }
  if (namespaces.length === 0 && ids.length === 0 && patterns.meta.size === 0) return () => false;
  return (entry) => {
    const { namespace, name } = parseEntryId(entry.id);
    if (namespaces.some((pattern) => pattern.matches(namespace))) return true;
    if (ids.some(([first, second]) => first.matches(namespace) && second.matches(name))) return true;
    for (const [field, values] of patterns.meta) {
      const value = Object.hasOwn(entry.meta, field) ? entry.meta[field] : undefined;
      if (typeof value === 'string' && values.includes(value)) return true;
    }
    return false;
  };
}
