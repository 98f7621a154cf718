/** Patterns of the stages that make packs. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { compileWildcard } from '../../infrastructure/wildcard.ts';

/** `**` selects every entry; otherwise the id, the name alone, or `namespace:name` with wildcards. */
export function selects(pattern: string, entry: Entry): boolean {
  const { namespace, name } = parseEntryId(entry.id);
  if (pattern === '**' || pattern === entry.id || pattern === name) return true;
  const colon = pattern.indexOf(':');
  if (colon === -1) return false;
  return (
    compileWildcard(pattern.slice(0, colon)).matches(namespace) &&
    compileWildcard(pattern.slice(colon + 1)).matches(name)
  );
}
