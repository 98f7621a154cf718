/** `history list` for people. */
import type { Detachment, Version } from '../../core/registry/index.ts';
import { harmlessText } from '../../infrastructure/harmless-text.ts';
import type { Paint } from '../diagnostics/paint.ts';
import { causeText, countsText, timeText } from './describe-version.ts';
import { type GraphRow, versionGraph } from './version-graph.ts';

export interface ListOptions {
  readonly head: number;
  readonly detached: Detachment | null;
  readonly paint: Paint;
}

const shownEntries = 3;

function entriesText(entries: readonly string[]): string {
  const shown = entries.slice(0, shownEntries).join(', ');
  return entries.length > shownEntries ? `${shown}, ...` : shown;
}

function row({ version, joins, graph }: GraphRow, width: number, { head, paint }: ListOptions): string[] {
  const { id, outcome, git, error } = version;
  const marks = [id === head ? paint('success', '(head)') : '', outcome === 'failed' ? paint('error', '(failed)') : ''];
  const commit = git === null ? '' : paint('dim', `${git.commit.slice(0, 7)}${git.dirty ? '+' : ''}`);
  const parts = [
    graph.padEnd(width),
    paint('accent', String(id).padStart(4)),
    ...marks,
    paint('dim', timeText(version.time)),
    paint('bold', harmlessText(causeText(version.cause))),
    countsText(version.operations),
    commit,
    harmlessText(error ?? entriesText(version.entries)).replaceAll('\n', ' '),
  ];
  return [...(joins === undefined ? [] : [joins]), parts.filter((part) => part !== '').join('  ')];
}

/** A line for each version, with the graph on the left. */
export function listText(versions: readonly Version[], options: ListOptions): string {
  if (versions.length === 0) return 'No versions yet: the first run of the application makes one\n';
  const rows = versionGraph(versions);
  const width = rows.reduce((most, { graph }) => Math.max(most, graph.length), 1);
  const lines = rows.flatMap((item) => row(item, width, options));
  return `${lines.join('\n')}\n`;
}

/** What is said while the registry does not follow the files. */
export function detachedNote({ version }: Detachment): string {
  return `The entries are those of version ${version}, not those of the files, until the files are edited or --follow is given.`;
}
