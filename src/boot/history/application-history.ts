/** Which history the registry of an application has, as the configuration says. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  createMemoryHistory,
  createNoHistory,
  createSqliteHistory,
  type GitState,
  type History,
  type HistoryReplacement,
  isReferenceFile,
  replaceable,
  type SourceSnapshot,
} from '../../core/registry/index.ts';
import type { Config } from '../../infrastructure/config.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { isDriverMissing } from '../../infrastructure/sqlite.ts';
import { settings } from '../../project/config/settings.ts';

export interface ApplicationHistory {
  readonly history: History;
  /** Whether a start makes a version of what has changed in the files. */
  readonly records: boolean;
  /** Whether changes that were made at run time come back after a restart. */
  readonly keepsChanges: boolean;
}

/** What is kept with a version beside its entries. */
export interface VersionOrigin {
  readonly git: () => Promise<GitState | null>;
  readonly sources: () => Promise<SourceSnapshot>;
}

/** The path of the history's file. */
export function historyFile(config: Config, directory: string): string {
  return resolve(directory, config.get(settings.historyPath));
}

/** What reads such files is loaded only for them. */
async function openReferenceHistory(file: string, keep: number): Promise<History> {
  const { createReferenceHistory } = await import('../../core/registry/history/reference-history.ts');
  return createReferenceHistory(file, keep);
}

function readOnly(file: string): HistoryReplacement {
  return (error) => {
    if (isReferenceFile(error)) return openReferenceHistory(file, 0);
    throw error;
  };
}

/**
 * The history that the runs of a project have left; an empty one where there was none yet.
 * @param writes whether versions are made or deleted, which a history of the Go runtime refuses.
 * @throws Invalid where the configuration says that none is kept.
 */
export function openStoredHistory(config: Config, directory: string, writes: boolean): History {
  const type = config.get(settings.enableHistory) ? config.get(settings.historyType) : 'nil';
  if (type === 'memory' || type === 'nil') {
    const setting = config.get(settings.enableHistory)
      ? `registry.history_type is ${type}`
      : 'registry.enable_history is false';
    throw new WippyError(`the project keeps no history: ${setting}`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      hint: 'Remove the setting, or set registry.history_type to sqlite.',
    });
  }
  const file = historyFile(config, directory);
  if (!existsSync(file)) return createMemoryHistory();
  return writes ? createSqliteHistory({ file }) : replaceable(createSqliteHistory({ file }), readOnly(file));
}

/**
 * The history of an application; its file is opened when it is first used. Where nothing is configured a history that
 * cannot be used is a warning, and versions are kept in memory.
 * @param directory of the project.
 * @param warn told that the file cannot be used.
 */
export function openHistory(config: Config, directory: string, warn: (text: string) => void): ApplicationHistory {
  const type = config.get(settings.enableHistory) ? config.get(settings.historyType) : 'nil';
  const keep = config.get(settings.historyKeep);
  if (type === 'nil') return { history: createNoHistory(), records: false, keepsChanges: false };
  if (type === 'memory') return { history: createMemoryHistory({ keep }), records: false, keepsChanges: false };
  const file = historyFile(config, directory);
  const replace: HistoryReplacement = async (error, restored) => {
    if (isReferenceFile(error)) {
      warn(`${error.message}: new versions are kept in memory only. ${error.hint ?? ''}`.trimEnd());
      return openReferenceHistory(file, keep);
    }
    if (type === 'sqlite') throw error;
    const remedy = isDriverMissing(error)
      ? 'Set registry.history_type to memory to say that this is wanted.'
      : error.hint;
    warn(`versions of the registry are kept in memory only: ${error.message}. ${remedy ?? ''}`.trimEnd());
    return createMemoryHistory({ keep, ...(restored && { start: async () => restored }) });
  };
  const history = replaceable(createSqliteHistory({ file, keep }), replace);
  return { history, records: true, keepsChanges: type === 'sqlite' };
}
