/** What the panels show, looked up while they are on screen. */
import { useEffect, useState } from 'react';
import type { ShownRecord } from '../dev/control/log-ring.ts';
import type { ListedProcess } from '../dev/control/process-list.ts';
import { type ProblemLine, problemLines } from './problem-lines.ts';
import { logRows, processRows, type Rows, serviceRows, versionRows } from './rows.ts';
import type { ShownService, ShownVersion, TuiSource } from './source.ts';
import type { TuiState } from './state.ts';

export interface Views {
  readonly services: readonly ShownService[];
  readonly versions: readonly ShownVersion[];
  readonly processes: readonly ListedProcess[];
  readonly records: readonly ShownRecord[];
  readonly problems: readonly ProblemLine[];
  /** The rows of the panel on screen. */
  readonly rows: Rows;
}

/** Milliseconds between two looks at what changes without an event: times, mailboxes, logs. */
const INTERVAL = 500;
const VERSIONS = 500;

export function useViews(source: TuiSource, state: TuiState, width: number): Views {
  const [, setTick] = useState(0);
  const [versions, setVersions] = useState<readonly ShownVersion[]>([]);
  const { panel, registryVersion, diagnostics, filter, happened } = state;

  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), INTERVAL);
    return () => clearInterval(timer);
  }, []);

  useEffect(() => {
    let current = true;
    void source
      .versions(VERSIONS)
      .then((found) => current && setVersions(found))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [source, panel, registryVersion, happened.length]);

  const services = source.services();
  const processes = panel === 'processes' ? source.processes() : [];
  const records = panel === 'logs' ? source.logs.last(Number.POSITIVE_INFINITY) : [];
  const problems =
    panel === 'problems' ? problemLines(diagnostics, source.directory, (file) => source.readText(file)) : [];
  const rows = ((): Rows => {
    switch (panel) {
      case 'services':
        return serviceRows(services, width);
      case 'versions':
        return versionRows(versions, width);
      case 'processes':
        return processRows(processes, width);
      case 'logs':
        return logRows(records, filter, width);
      case 'problems':
        return { head: problems.length === 0 ? 'No problems' : 'PROBLEMS', rows: problems };
    }
  })();
  return { services, versions, processes, records, problems, rows };
}
