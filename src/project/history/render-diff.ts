/** Differences of versions for people and for other programs. */
import { harmlessText } from '../../infrastructure/harmless-text.ts';
import type { Paint } from '../diagnostics/paint.ts';
import type { DocumentDiff, EntryDiff, Hunk } from './diff-entries.ts';

const marks = { created: '+', updated: '~', deleted: '-' } as const;
const styles = { created: 'success', updated: 'warning', deleted: 'error' } as const;

function paintLine(line: string, paint: Paint): string {
  const text = harmlessText(line);
  if (line.startsWith('+')) return paint('success', text);
  return line.startsWith('-') ? paint('error', text) : text;
}

function hunkText({ header, lines }: Hunk, paint: Paint): string {
  return [paint('accent', header), ...lines.map((line) => paintLine(line, paint))].join('\n');
}

function documentText({ entry, change }: EntryDiff, document: DocumentDiff, paint: Paint): string {
  const name = `${entry}/${document.name}`;
  const before = change === 'created' ? '/dev/null' : `a/${name}`;
  const after = change === 'deleted' ? '/dev/null' : `b/${name}`;
  const header = paint('bold', harmlessText(`--- ${before}\n+++ ${after}`));
  return [header, ...document.hunks.map((hunk) => hunkText(hunk, paint))].join('\n');
}

/** Unified diffs, one after the other. */
export function diffText(diffs: readonly EntryDiff[], paint: Paint): string {
  if (diffs.length === 0) return 'No differences\n';
  const texts = diffs.map((diff) => {
    const title = `${marks[diff.change]} ${diff.entry}  ${diff.kind}  ${diff.change}`;
    const parts = diff.documents.map((document) => documentText(diff, document, paint));
    return [paint(styles[diff.change], harmlessText(title)), ...parts].join('\n');
  });
  return `${texts.join('\n\n')}\n`;
}

const barWidth = 40;

/** How many lines changed in each entry. */
export function statText(diffs: readonly EntryDiff[], paint: Paint): string {
  if (diffs.length === 0) return 'No differences\n';
  const counts = diffs.map(({ documents }) => ({
    added: documents.reduce((sum, { added }) => sum + added, 0),
    removed: documents.reduce((sum, { removed }) => sum + removed, 0),
  }));
  const most = counts.reduce((max, { added, removed }) => Math.max(max, added + removed), 1);
  const scale = Math.min(1, barWidth / most);
  const width = diffs.reduce((max, { entry }) => Math.max(max, entry.length), 1);
  const lines = diffs.map(({ entry, change }, index) => {
    const { added, removed } = counts[index];
    const bar = `${paint('success', '+'.repeat(Math.ceil(added * scale)))}${paint('error', '-'.repeat(Math.ceil(removed * scale)))}`;
    return `${marks[change]} ${harmlessText(entry).padEnd(width)} | ${String(added + removed).padStart(5)} ${bar}`;
  });
  const [added, removed] = (['added', 'removed'] as const).map((key) =>
    counts.reduce((sum, item) => sum + item[key], 0),
  );
  const noun = diffs.length === 1 ? 'entry' : 'entries';
  return `${lines.join('\n')}\n${diffs.length} ${noun} changed, ${added} lines added, ${removed} removed\n`;
}

/** The entries of `diff --json` and `show --json`. */
export function describeDiffs(diffs: readonly EntryDiff[]): Record<string, unknown>[] {
  return diffs.map(({ entry, change, kind, documents }) => ({
    entry,
    kind,
    change,
    documents: documents.map(({ name, added, removed, hunks }) => ({
      name,
      added,
      removed,
      diff: hunks.map(({ header, lines }) => `${header}\n${lines.join('\n')}\n`).join(''),
    })),
  }));
}
