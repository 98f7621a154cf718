/** Stage disable: leaves out entries by namespace, id or metadata. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { compileWildcard, type Wildcard } from '../../infrastructure/wildcard.ts';
import type { Stage } from './stage.ts';

export interface DisablePatterns {
  readonly namespaces: readonly string[];
  /** `namespacePattern:namePattern`. */
  readonly entries: readonly string[];
  /** Entries whose string metadata field equals one of the values. */
  readonly meta: ReadonlyMap<string, readonly string[]>;
}

export type DisableMatcher = (entry: Entry) => boolean;

export const disable: Stage = {
  name: 'disable',
  run(entries, context) {
    const section = context.config.section('disable');
    const meta = section.section('meta');
    const matches = compilePatterns(
      {
        namespaces: texts(section.raw('namespaces')),
        entries: texts(section.raw('entries')),
        meta: new Map(meta.keys().map((key) => [key, texts(meta.raw(key))])),
      },
      (problem) =>
        context.report('P0502', problem, { hint: 'Write patterns as namespace:name, such as app.test.**:*.' }),
    );
    return entries.filter((entry) => !matches(entry));
  },
};

/** A test for entries that the patterns select. Bad patterns are reported and match nothing; empty ones are skipped. */
export function compilePatterns(patterns: DisablePatterns, report: (problem: string) => void): DisableMatcher {
  const namespaces = patterns.namespaces.filter((pattern) => pattern !== '').map(compileWildcard);
  const ids: [Wildcard, Wildcard][] = [];
  for (const pattern of patterns.entries) {
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
    if (problem !== undefined) report(`invalid entry pattern '${pattern}': ${problem}`);
    else ids.push([compileWildcard(pattern.slice(0, colon)), compileWildcard(pattern.slice(colon + 1))]);
  }
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

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
