/** What the panels show, looked up while they are on screen. */
import { useEffect, useMemo, useRef, useState } from 'react';
import { LogView } from './log-view.ts';
import { logsView } from './panels/logs.ts';
import type { PanelView } from './panels/panel-view.ts';
import { problemsView } from './panels/problems.ts';
import { processesView } from './panels/processes.ts';
import { servicesView } from './panels/services.ts';
import { type VersionsView, versionsView } from './panels/versions.ts';
import type { ShownService, ShownVersion, TuiSource } from './source.ts';
import type { TuiState } from './state.ts';

export interface Views {
  readonly services: readonly ShownService[];
  readonly versions: VersionsView;
  /** The records that the choice of the state shows. */
  readonly logs: LogView;
  /** The panel on screen. */
  readonly current: PanelView;
}

/** Milliseconds between two looks at what changes without an event: times, mailboxes. */
const INTERVAL = 1000;
/** Milliseconds between two looks whether there are new records, while the log is on screen. */
const LOG_INTERVAL = 200;
const VERSIONS = 500;

export function useViews(source: TuiSource, state: TuiState, width: number): Views {
  const { panel, registryVersion, diagnostics, happened } = state;
  const logs = useMemo(() => new LogView(source.logs), [source]);
  const versions = useVersions(source, `${panel} ${registryVersion} ${happened.length}`);
  useTicks(source, panel === 'logs');

  const services = source.services();
  const timeline = useMemo(() => versionsView(versions, happened, source, width), [versions, happened, source, width]);
  const problems = useMemo(() => problemsView(diagnostics, source), [diagnostics, source]);
  if (panel === 'logs') logs.update(state.logs);
  const current = ((): PanelView => {
    switch (panel) {
      case 'services':
        return servicesView(services, source, width);
      case 'versions':
        return timeline;
      case 'processes':
        return processesView(source.processes(), source, width);
      case 'logs':
        return logsView(logs, state, width);
      case 'problems':
        return problems;
    }
  })();
  return { services, versions: timeline, logs, current };
}

/** The versions, newest first; looked up again when `occasion` is another. */
function useVersions(source: TuiSource, occasion: string): readonly ShownVersion[] {
  const [versions, setVersions] = useState<readonly ShownVersion[]>([]);
  useEffect(() => {
    let current = true;
    void source
      .versions(VERSIONS)
      .then((found) => current && setVersions(found))
      .catch(() => undefined);
    return () => {
      current = false;
    };
  }, [source, occasion]);
  return versions;
}

/** Draws again each second, and while a log is on screen as soon as it has grown. */
function useTicks(source: TuiSource, logShown: boolean): void {
  const [, setTick] = useState(0);
  const drawn = useRef(0);
  drawn.current = source.logs.total;
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), INTERVAL);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => {
    if (!logShown) return;
    const timer = setInterval(() => {
      if (drawn.current !== source.logs.total) setTick((tick) => tick + 1);
    }, LOG_INTERVAL);
    return () => clearInterval(timer);
  }, [source, logShown]);
}
