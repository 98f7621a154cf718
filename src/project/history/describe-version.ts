/** Versions as data for other programs, and in words. */
import type { Version, VersionCause } from '../../core/registry/index.ts';

/** The form of `history list --json`. */
export function describeVersion(version: Version, head: number, detached: boolean): Record<string, unknown> {
  const { id, parent, time, cause, git, outcome, duration, operations, entries, error } = version;
  return {
    version: id,
    parent,
    head: id === head,
    ...(id === head && detached ? { detached } : {}),
    time: new Date(time).toISOString(),
    cause,
    git,
    outcome,
    ...(error === undefined ? {} : { error }),
    durationMs: Math.round(duration * 10) / 10,
    operations,
    entries,
  };
}

/** A cause in a few words. */
export function causeText({ kind, files = [], actor, version, message }: VersionCause): string {
  const detail = kind === 'rollback' ? `to ${version ?? '?'}` : (actor ?? message ?? files[0]);
  const more = files.length > 1 && actor === undefined && message === undefined ? ` and ${files.length - 1} more` : '';
  return detail === undefined ? kind : `${kind} ${detail}${more}`;
}

/** `+1 ~2 -3`; kinds of operations without any are left out. */
export function countsText({ created, updated, deleted }: Version['operations']): string {
  const parts = [created > 0 ? `+${created}` : '', updated > 0 ? `~${updated}` : '', deleted > 0 ? `-${deleted}` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Date and time of the local clock, to the second. */
export function timeText(time: number): string {
  const date = new Date(time);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
