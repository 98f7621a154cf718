/** Deletes old versions from the history of a project. */
import { statSync } from 'node:fs';
import type { History, PruneReport } from '../../core/registry/index.ts';
import type { Config } from '../../infrastructure/config.ts';
import { settings } from '../../project/config/settings.ts';
import { historyFile } from './application-history.ts';

export interface PruneRequest {
  readonly history: History;
  readonly config: Config;
  readonly directory: string;
  /** Default: as configured. */
  readonly keep?: number | undefined;
}

export interface PrunedHistory extends PruneReport {
  /** Bytes by which the file has shrunk. */
  readonly freed: number;
}

function sizeOf(file: string): number {
  return ['', '-wal'].reduce((sum, end) => sum + (statSync(file + end, { throwIfNoEntry: false })?.size ?? 0), 0);
}

export async function pruneHistory({ history, config, directory, keep }: PruneRequest): Promise<PrunedHistory> {
  const file = historyFile(config, directory);
  const before = sizeOf(file);
  const wanted = keep ?? config.get(settings.historyKeep);
  const report = await history.prune(wanted === 0 ? Number.MAX_SAFE_INTEGER : wanted);
  await history.close();
  return { ...report, freed: Math.max(0, before - sizeOf(file)) };
}
