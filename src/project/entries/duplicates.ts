/** Two definitions of one id: the last one loaded wins, as in the reference, but it is reported. */
import type { Entry } from '../../core/registry/entry.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { originOf } from './locate-entry.ts';

export interface UniqueEntries {
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Keeps the last entry of each id, at the position of the first one. */
export function withoutDuplicates(entries: readonly Entry[]): UniqueEntries {
  if (new Set(entries.map(({ id }) => id)).size === entries.length) return { entries, diagnostics: [] };
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.id);
    if (group === undefined) groups.set(entry.id, [entry]);
    else group.push(entry);
  }
  const diagnostics: Diagnostic[] = [];
  const unique: Entry[] = [];
  for (const [id, group] of groups) {
    const last = group[group.length - 1];
    unique.push(last);
    if (group.length === 1) continue;
    const message = `entry "${id}" is defined ${group.length} times; this definition is used`;
    diagnostics.push(
      diagnostic('P0106', message, {
        ...place(last),
        entry: id,
        hint: 'Rename or remove the other definitions.',
        related: group.slice(0, -1).map((entry) => ({ message: 'also defined here', ...place(entry) })),
      }),
    );
  }
  return { entries: unique, diagnostics };
}

function place(entry: Entry) {
  return { file: entry.source?.file, range: originOf(entry)?.range };
}
