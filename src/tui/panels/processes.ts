import type { ListedProcess } from '../../dev/control/process-list.ts';
import { age } from '../../infrastructure/duration.ts';
import { columns, fields } from '../layout.ts';
import { clock } from '../log-text.ts';
import type { TuiSource } from '../source.ts';
import type { PanelView } from './panel-view.ts';

/** Waiting messages from which on a mailbox is worth a look. */
const FULL = 100;

export function processesView(processes: readonly ListedProcess[], source: TuiSource, width: number): PanelView {
  const line = (pid: string, code: string, state: string, mailbox: string, up: string, names: string): string =>
    columns(
      [
        [pid, 0],
        [code, 0],
        [state, 8],
        [mailbox, 7],
        [up, 7],
        [names, 12],
      ],
      width,
    );
  return {
    head: line('PID', 'SOURCE', 'STATE', 'MAILBOX', 'UP', 'NAMES'),
    first: 0,
    end: processes.length,
    row(place) {
      const { pid, source: code, state, mailbox, startedAt, names, outdated } = processes[place] as ListedProcess;
      const shown = outdated ? `${code} (outdated)` : code;
      return {
        text: line(pid, shown, state, String(mailbox), age(Date.now() - startedAt), names.join(', ')),
        colour: outdated || mailbox >= FULL ? 'yellow' : undefined,
      };
    },
    details(place) {
      const process = processes[place] as ListedProcess;
      return fields([
        ['pid', process.pid],
        ['source', process.source],
        ['code', process.outdated ? 'outdated: it has changed since the process began' : 'current'],
        ['host', process.host],
        ['names', process.names.join(', ')],
        ['state', process.state],
        ['mailbox', `${process.mailbox} waiting`],
        ['steps', String(process.steps)],
        ['started', `${clock(process.startedAt)}, ${age(Date.now() - process.startedAt)} ago`],
        ['parent', process.parent ?? undefined],
      ]);
    },
    copy: (place) => processes[place]?.pid ?? '',
    source: (place) => source.placeOf(processes[place]?.source ?? ''),
  };
}
