/** Versions as rows of `history_versions`, and back. */
import { type PlainObject, quoteValue } from '../../../../infrastructure/plain-data.ts';
import { causeKinds, changedEntries, countOperations, type Version, type VersionCause } from '../../version.ts';
import type { VersionDraft } from '../history.ts';
import { integer, jsonMap, jsonTexts, optionalInteger, optionalText, real, text } from './columns.ts';
import { damagedHistory } from './errors.ts';
import type { Row, Statements } from './statements.ts';

function causeOf(value: PlainObject): VersionCause {
  const kind = causeKinds.find((known) => known === value['kind']);
  if (kind === undefined) throw damagedHistory(`unknown cause ${quoteValue(value['kind'])}`);
  const { files, actor, version, message } = value;
  return {
    kind,
    ...(Array.isArray(files) ? { files: files.map(String) } : {}),
    ...(typeof actor === 'string' ? { actor } : {}),
    ...(typeof version === 'number' ? { version } : {}),
    ...(typeof message === 'string' ? { message } : {}),
  };
}

/** The cause that was read last: most versions have the same one. */
let lastCause: { readonly text: unknown; readonly cause: VersionCause } = { text: undefined, cause: { kind: 'boot' } };

function readCause(row: Row): VersionCause {
  if (row['cause'] !== lastCause.text) {
    lastCause = { text: row['cause'], cause: Object.freeze(causeOf(jsonMap(row, 'cause'))) };
  }
  return lastCause.cause;
}

/** @throws Invalid where the row makes no sense. */
export function toVersion(row: Row): Version {
  const outcome = text(row, 'outcome');
  if (outcome !== 'applied' && outcome !== 'failed') throw damagedHistory(`unknown outcome ${quoteValue(outcome)}`);
  const commit = optionalText(row, 'git_commit');
  const error = optionalText(row, 'error');
  return Object.freeze({
    parent: integer(row, 'parent'),
    time: integer(row, 'time'),
    cause: readCause(row),
    duration: real(row, 'duration'),
    git: commit === null ? null : Object.freeze({ commit, dirty: optionalInteger(row, 'git_dirty') === 1 }),
    id: integer(row, 'id'),
    outcome,
    operations: Object.freeze({
      created: integer(row, 'created'),
      updated: integer(row, 'updated'),
      deleted: integer(row, 'deleted'),
    }),
    entries: Object.freeze(jsonTexts(row, 'entries')),
    fingerprint: optionalText(row, 'fingerprint'),
    ...(error === null ? {} : { error }),
  });
}

/** Versions in the order of the query. @param rest what follows the table in the statement */
export function readVersions(statements: Statements, rest: string, ...values: readonly number[]): Version[] {
  const columns = `id, parent, time, cause, git_commit, git_dirty, outcome, duration, created, updated, deleted,
    entries, fingerprint, error`;
  return statements.values(`SELECT ${columns} FROM history_versions ${rest}`, ...values).map((row) =>
    toVersion({
      id: row[0],
      parent: row[1],
      time: row[2],
      cause: row[3],
      git_commit: row[4],
      git_dirty: row[5],
      outcome: row[6],
      duration: row[7],
      created: row[8],
      updated: row[9],
      deleted: row[10],
      entries: row[11],
      fingerprint: row[12],
      error: row[13],
    }),
  );
}

/** What the history adds to a draft. */
export interface VersionAdditions {
  readonly outcome: Version['outcome'];
  readonly fingerprint: string | null;
  readonly error?: string;
}

/** Adds a row; its id is one that was never given before. */
export function insertVersion(statements: Statements, draft: VersionDraft, additions: VersionAdditions): Version {
  const { cause, git, changes } = draft;
  const counts = countOperations(changes);
  const { id } = statements.run(
    `INSERT INTO history_versions (parent, time, cause, git_commit, git_dirty, outcome, duration, created, updated,
      deleted, entries, fingerprint, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    draft.parent,
    Math.trunc(draft.time),
    JSON.stringify(cause),
    git?.commit ?? null,
    git === null ? null : Number(git.dirty),
    additions.outcome,
    draft.duration,
    counts.created,
    counts.updated,
    counts.deleted,
    JSON.stringify(changedEntries(changes)),
    additions.fingerprint,
    additions.error ?? null,
  );
  const row = statements.row('SELECT * FROM history_versions WHERE id = ?', id);
  if (row === undefined) throw damagedHistory(`version ${id} was not kept`);
  return toVersion(row);
}
