/** Opens the history of the project for one command, and closes it again. */
import { openStoredHistory } from '../../boot/history/application-history.ts';
import type { History } from '../../core/registry/index.ts';
import type { Config } from '../../infrastructure/config.ts';
import { type OpenedConfig, openConfig } from '../open-project.ts';

export interface OpenedHistory extends OpenedConfig {
  readonly history: History;
}

export interface HistoryFlags {
  readonly directory: string;
  readonly config?: readonly string[];
  readonly profile?: readonly string[];
  readonly set?: readonly string[];
}

/** Runs the work with the history that the configuration names. */
export async function withHistory<T>(
  flags: HistoryFlags,
  work: (opened: OpenedHistory) => Promise<T>,
  writes = false,
): Promise<T> {
  const options = { configFiles: flags.config, profiles: flags.profile, set: flags.set };
  const { directory, config } = await openConfig(flags.directory, options);
  return useHistory(config, directory, writes, (history) => work({ directory, config, history }));
}

export async function useHistory<T>(
  config: Config,
  directory: string,
  writes: boolean,
  work: (history: History) => Promise<T>,
): Promise<T> {
  const history = openStoredHistory(config, directory, writes);
  try {
    return await work(history);
  } finally {
    await history.close();
  }
}
