/** The rows of each panel as texts. */
import type { ShownRecord } from '../dev/control/log-ring.ts';
import type { ListedProcess } from '../dev/control/process-list.ts';
import type { DevEvent } from '../dev/session/events.ts';
import { columns } from './layout.ts';
import type { ShownService, ShownVersion } from './source.ts';

export type RowColour = 'red' | 'yellow' | 'green' | 'cyan' | undefined;

export interface Row {
  readonly text: string;
  readonly colour?: RowColour;
  readonly dim?: boolean;
}

export interface Rows {
  readonly head: string;
  readonly rows: readonly Row[];
}

export function serviceRows(services: readonly ShownService[], width: number): Rows {
  const line = (id: string, state: string, up: string, restarts: string, details: string): string =>
    columns(
      [
        [id, 0],
        [state, 9],
        [up, 7],
        [restarts, 8],
        [details, 0],
      ],
      width,
    );
  return {
    head: line('SERVICE', 'STATE', 'UP', 'RESTARTS', 'DETAILS'),
    rows: services.map(({ id, state, uptimeMs, restarts, details }) => ({
      text: line(id, state, uptimeMs === null ? '-' : age(uptimeMs), String(restarts), details),
      colour: stateColour(state),
    })),
  };
}

function stateColour(state: string): RowColour {
  if (state === 'failed') return 'red';
  if (state === 'starting' || state === 'stopping') return 'yellow';
  return state === 'running' ? 'green' : undefined;
}

export function versionRows(versions: readonly ShownVersion[], width: number): Rows {
  const line = (id: string, time: string, cause: string, entries: string): string =>
    columns(
      [
        [id, 8],
        [time, 8],
        [cause, 0],
        [entries, 0],
      ],
      width,
    );
  return {
    head: line('VERSION', 'TIME', 'CAUSE', 'ENTRIES'),
    rows: versions.map(({ id, time, head, outcome, cause, entries }) => ({
      text: line(
        `${head ? '●' : ' '} v${id}`,
        clock(time),
        outcome === 'failed' ? `failed: ${cause}` : cause,
        entries.join(', '),
      ),
      colour: outcome === 'failed' ? 'red' : head ? 'green' : undefined,
    })),
  };
}

export function processRows(processes: readonly ListedProcess[], width: number): Rows {
  const line = (pid: string, source: string, state: string, mailbox: string, up: string, names: string): string =>
    columns(
      [
        [pid, 0],
        [source, 0],
        [state, 8],
        [mailbox, 7],
        [up, 7],
        [names, 12],
      ],
      width,
    );
  return {
    head: line('PID', 'SOURCE', 'STATE', 'MAILBOX', 'UP', 'NAMES'),
    rows: processes.map(({ pid, source, state, mailbox, startedAt, names }) => ({
      text: line(pid, source, state, String(mailbox), age(Date.now() - startedAt), names.join(', ')),
      colour: mailbox > 100 ? 'yellow' : undefined,
    })),
  };
}

const LEVELS: Readonly<Record<string, RowColour>> = { error: 'red', fatal: 'red', warn: 'yellow', debug: 'cyan' };

export function logRows(records: readonly ShownRecord[], filter: string, width: number): Rows {
  const wanted = filter.toLowerCase();
  const rows: Row[] = [];
  for (const record of records) {
    const text = logText(record);
    if (wanted !== '' && !text.toLowerCase().includes(wanted)) continue;
    rows.push({ text: columns([[text, 0]], width), colour: LEVELS[record.level] });
  }
  return { head: filter === '' ? 'LOG' : `LOG with "${filter}"`, rows };
}

export function logText({ time, level, logger, message, fields }: ShownRecord): string {
  const more = Object.entries(fields).map(
    ([name, value]) => ` ${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  return `${clock(time)} ${level.toUpperCase().padEnd(5)} ${logger === '' ? '' : `${logger} `}${message}${more.join('')}`;
}

/** One line about an event, for the bar that is always on screen. */
export function verdictRow(event: DevEvent | null): Row {
  if (event === null) return { text: 'starting …', dim: true };
  switch (event.event) {
    case 'ready':
      return { text: `ready: v${event.registryVersion}, ${event.durationMs} ms`, colour: 'green' };
    case 'applied': {
      const { created, updated, deleted } = event.entries;
      const entries = [
        ...created.map((id) => `+${id}`),
        ...updated.map((id) => `~${id}`),
        ...deleted.map((id) => `-${id}`),
      ];
      const what = event.rollback === undefined ? event.files.join(', ') : `back to v${event.rollback}`;
      const restarted = event.restarted.map(({ because }) => because.join(' ← '));
      const parts = [`applied v${event.registryVersion} in ${event.durationMs} ms`, what, entries.join(' ')];
      if (restarted.length > 0) parts.push(`restarted ${restarted.join('; ')}`);
      return { text: parts.filter((part) => part !== '').join('  '), colour: 'green' };
    }
    case 'noop':
      return { text: `unchanged: ${event.files.join(', ')}, ${event.durationMs} ms`, dim: true };
    case 'rejected': {
      const count = event.diagnostics.length;
      const kept = event.registryVersion === 0 ? 'nothing runs yet' : `v${event.registryVersion} goes on`;
      return {
        text: `rejected: ${count} ${count === 1 ? 'problem' : 'problems'}, ${kept} (5 shows them)`,
        colour: 'red',
      };
    }
    default:
      return { text: '' };
  }
}

export function clock(time: number): string {
  const date = new Date(time);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':');
}

/** `3s`, `5m12s`, `2h03m`, `4d06h`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const two = (value: number): string => String(value).padStart(2, '0');
  if (seconds < 60) return `${seconds}s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)}m${two(seconds % 60)}s`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)}h${two(Math.floor(seconds / 60) % 60)}m`;
  return `${Math.floor(seconds / 86_400)}d${two(Math.floor(seconds / 3600) % 24)}h`;
}
