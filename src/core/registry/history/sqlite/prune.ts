/** Deletes versions and whatever only they needed. */
import type { PruneReport } from '../history.ts';
import { versionsToDelete } from '../retention.ts';
import { integer, optionalInteger } from './columns.ts';
import type { SourceStore } from './source-store.ts';
import type { Statements } from './statements.ts';

/** Call it inside a transaction. @param head the current version. */
export function pruneVersions(
  statements: Statements,
  sources: SourceStore,
  options: { readonly head: number; readonly keep: number },
): PruneReport {
  const versions = statements
    .rows('SELECT id, parent FROM history_versions ORDER BY id')
    .map((row) => ({ id: integer(row, 'id'), parent: integer(row, 'parent') }));
  const deleted = versionsToDelete(versions, options.head, options.keep);
  for (const id of deleted) {
    for (const table of ['history_operations', 'history_baseline']) {
      statements.run(`DELETE FROM ${table} WHERE version = ?`, id);
    }
    statements.run('DELETE FROM history_versions WHERE id = ?', id);
  }
  if (deleted.length > 0) {
    // Files of a version that is gone may still belong to one that is left.
    const row = statements.row('SELECT min(min(id), min(coalesce(sources, id))) AS oldest FROM history_versions');
    const oldest = row === undefined ? null : optionalInteger(row, 'oldest');
    if (oldest !== null) sources.forgetBefore(oldest);
    dropUnused(statements);
  }
  return { deleted: deleted.length, kept: versions.length - deleted.length };
}

function dropUnused(statements: Statements): void {
  statements.run(`DELETE FROM history_entries WHERE number NOT IN (
    SELECT before FROM history_operations WHERE before IS NOT NULL
    UNION SELECT after FROM history_operations WHERE after IS NOT NULL
    UNION SELECT before FROM history_baseline WHERE before IS NOT NULL
    UNION SELECT after FROM history_baseline WHERE after IS NOT NULL
    UNION SELECT number FROM history_head UNION SELECT number FROM history_files)`);
  statements.run('DELETE FROM history_entry_texts WHERE entry NOT IN (SELECT number FROM history_entries)');
  statements.run(`DELETE FROM history_texts WHERE number NOT IN (
    SELECT text FROM history_entry_texts UNION SELECT text FROM history_sources WHERE text IS NOT NULL)`);
}
