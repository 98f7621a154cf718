/** Differences of entries as unified diffs. */
import { structuredPatch } from 'diff';
import type { Entry, EntryId } from '../../core/registry/index.ts';
import { changedDocuments } from './entry-documents.ts';

export interface Hunk {
  readonly header: string;
  /** Each begins with ` `, `+`, `-` or `\`. */
  readonly lines: readonly string[];
}

export interface DocumentDiff {
  /** `definition.yaml`, `source.lua`, ... */
  readonly name: string;
  readonly hunks: readonly Hunk[];
  readonly added: number;
  readonly removed: number;
}

export interface EntryDiff {
  readonly entry: EntryId;
  readonly change: 'created' | 'updated' | 'deleted';
  readonly kind: string;
  readonly documents: readonly DocumentDiff[];
}

/** Milliseconds after which two texts are shown as different from end to end. */
const timeLimit = 1000;

function hunksOf(before: string, after: string): Hunk[] {
  const patch = structuredPatch('', '', before, after, '', '', { context: 3, timeout: timeLimit });
  if (patch !== undefined) {
    return patch.hunks.map(({ oldStart, oldLines, newStart, newLines, lines }) => ({
      header: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      lines,
    }));
  }
  const [old, now] = [before, after].map((text) => text.split('\n'));
  const lines = [...old.map((line) => `-${line}`), ...now.map((line) => `+${line}`)];
  return [{ header: `@@ -1,${old.length} +1,${now.length} @@`, lines }];
}

function count(hunks: readonly Hunk[], mark: string): number {
  return hunks.reduce((sum, { lines }) => sum + lines.filter((line) => line.startsWith(mark)).length, 0);
}

/** How an entry changed. The names of its documents tell what is Lua and what is YAML. */
export function diffEntry(id: EntryId, before: Entry | undefined, after: Entry | undefined): EntryDiff {
  const documents = changedDocuments(before, after).map((pair) => {
    const hunks = hunksOf(pair.before ?? '', pair.after ?? '');
    return { name: pair.name, hunks, added: count(hunks, '+'), removed: count(hunks, '-') };
  });
  const change = before === undefined ? 'created' : after === undefined ? 'deleted' : 'updated';
  return { entry: id, change, kind: (after ?? before)?.kind ?? '', documents };
}
