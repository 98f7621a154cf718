/** What rollbacks and deletions of versions have done, for people and for other programs. */
import { type Operation, OperationKind, type Version } from '../../core/registry/index.ts';
import { harmlessText } from '../../infrastructure/harmless-text.ts';
import type { Paint } from '../diagnostics/paint.ts';
import type { FileChange } from './write-sources.ts';

export interface RollbackOutcome {
  /** The new version; null for a dry run. */
  readonly version: Version | null;
  readonly saved: Version | null;
  readonly operations: readonly Operation[];
  readonly services: readonly { readonly id: string; readonly action: string }[];
  readonly files: readonly FileChange[];
  readonly detached: boolean;
}

const words = {
  [OperationKind.Create]: 'create',
  [OperationKind.Update]: 'update',
  [OperationKind.Delete]: 'delete',
} as const;

const marks = { create: '+', update: '~', delete: '-' } as const;
const styles = { create: 'success', update: 'warning', delete: 'error' } as const;

/** The form of `history rollback --json`. */
export function describeRollback(to: number, outcome: RollbackOutcome): Record<string, unknown> {
  const { version, saved, operations, services, files, detached } = outcome;
  return {
    schema: 1,
    dryRun: version === null,
    to,
    version: version?.id ?? null,
    saved: saved?.id ?? null,
    operations: operations.map(({ kind, entry }) => ({ operation: words[kind], entry: entry.id, kind: entry.kind })),
    services,
    files: files.map(({ path, action }) => ({ path, action })),
    detached,
  };
}

export function rollbackText(to: number, outcome: RollbackOutcome, paint: Paint): string {
  const { version, saved, operations, services, files, detached } = outcome;
  const lines: string[] = [];
  if (saved !== null) lines.push(`Edits of the files were kept as version ${saved.id}`);
  const verb = version === null ? 'would make' : 'made';
  lines.push(
    version === null
      ? `Going back to version ${to} ${verb} these changes:`
      : `Went back to version ${to}: ${verb} version ${version.id}`,
  );
  for (const { kind, entry } of operations) {
    const word = words[kind];
    lines.push(paint(styles[word], harmlessText(`  ${marks[word]} ${entry.id}  ${entry.kind}`)));
  }
  if (services.length > 0) {
    lines.push(version === null ? 'Services that would be touched:' : 'Services that are touched:');
    for (const { id, action } of services) lines.push(harmlessText(`  ${id}  ${action}`));
  }
  if (files.length > 0) lines.push(version === null ? 'Files that would be written:' : 'Files:');
  for (const { path, action } of files) lines.push(harmlessText(`  ${action} ${path}`));
  if (detached) {
    lines.push(
      paint('warning', 'The files still hold other entries. The registry keeps this version until they are edited;'),
    );
    lines.push(paint('warning', '`wippy history rollback --follow` or `wippy run --follow` takes them again.'));
  }
  return `${lines.join('\n')}\n`;
}

export interface PruneOutcome {
  readonly deleted: number;
  readonly kept: number;
  readonly freed: number;
}

export function gcText({ deleted, kept, freed }: PruneOutcome): string {
  const noun = deleted === 1 ? 'version' : 'versions';
  return `Deleted ${deleted} ${noun}, kept ${kept}; freed ${Math.round(freed / 1024)} KiB\n`;
}
