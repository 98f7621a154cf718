/** What happened to the application: its versions, and beside them what was refused or failed. */
import { columns, fields } from '../layout.ts';
import { clock } from '../log-text.ts';
import type { ShownVersion, TuiSource } from '../source.ts';
import type { Happened } from '../state.ts';
import { entriesText } from '../verdict.ts';
import type { FilePlace, PanelView, Row } from './panel-view.ts';

/** A row of the panel. */
interface Item extends Row {
  readonly time: number;
  readonly version?: number;
  readonly details: readonly string[];
  readonly file?: string;
}

export interface VersionsView extends PanelView {
  /** The version of a row that can be gone back to. */
  version(place: number): number | undefined;
}

/** @param versions newest first. @param happened oldest first. */
export function versionsView(
  versions: readonly ShownVersion[],
  happened: readonly Happened[],
  source: TuiSource,
  width: number,
): VersionsView {
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
  const items = [
    ...versions.map((version) => versionItem(version, happened, line)),
    ...happened.flatMap((one) => otherItem(one, versions, line)),
  ].sort((a, b) => b.time - a.time || (b.version ?? 0) - (a.version ?? 0));
  return {
    head: line('VERSION', 'TIME', 'CAUSE', 'ENTRIES'),
    first: 0,
    end: items.length,
    row: (place) => items[place] as Item,
    details: (place) => items[place]?.details ?? [],
    copy: (place) => (items[place]?.details ?? []).join('\n'),
    source(place): FilePlace | undefined {
      const file = items[place]?.file;
      return file === undefined ? undefined : { file: `${source.directory}/${file}`, line: 1 };
    },
    version: (place) => items[place]?.version,
  };
}

type Line = (id: string, time: string, cause: string, entries: string) => string;

function versionItem(version: ShownVersion, happened: readonly Happened[], line: Line): Item {
  const { id, time, head, outcome, cause, entries, files, durationMs, commit, error } = version;
  const failed = outcome === 'failed';
  const applied = happened.map(({ event }) => event).find((e) => e.event === 'applied' && e.registryVersion === id);
  const effects = applied?.event === 'applied' ? applied : undefined;
  const shown = effects === undefined ? entries.join(', ') : entriesText(effects.entries);
  return {
    time,
    ...(failed ? {} : { version: id }),
    ...(files[0] === undefined ? {} : { file: files[0] }),
    text: line(`${head ? '●' : failed ? '✗' : ' '} v${id}`, clock(time), failed ? `failed: ${cause}` : cause, shown),
    colour: failed ? 'red' : head ? 'green' : undefined,
    details: fields([
      ['version', `${id}${head ? ', in effect' : failed ? ', failed' : ''}`],
      ['time', new Date(time).toLocaleString()],
      ['cause', cause],
      ['error', error],
      ['commit', commit],
      ['entries', shown],
      ['swapped', effects?.swapped.join(', ')],
      ['started', effects?.started.join(', ')],
      ['stopped', effects?.stopped.join(', ')],
      ...(effects?.restarted ?? []).map(({ because }) => ['restarted', because.join(' ← ')] as const),
      ['took', `${effects?.durationMs ?? durationMs} ms`],
    ]),
  };
}

/** What is no version: saves that were refused before they became one, services that failed, notices. */
function otherItem({ time, event }: Happened, versions: readonly ShownVersion[], line: Line): Item[] {
  switch (event.event) {
    case 'rejected': {
      const files = event.files.join(', ');
      if (versions.some((one) => one.outcome === 'failed' && one.files.join(', ') === files && near(one.time, time)))
        return [];
      const count = `${event.diagnostics.length} ${event.diagnostics.length === 1 ? 'problem' : 'problems'}`;
      const [first] = event.diagnostics;
      return [
        {
          time,
          ...(event.files[0] === undefined ? {} : { file: event.files[0] }),
          text: line('✗', clock(time), `rejected ${files}`, `${count}: ${first?.message ?? ''}`),
          colour: 'red',
          details: [
            ...fields([
              ['rejected', files],
              ['time', new Date(time).toLocaleString()],
            ]),
            ...event.diagnostics.map(({ code, message }) => `  ${code} ${message}`),
          ],
        },
      ];
    }
    case 'service': {
      const again = event.retryInMs === undefined ? 'no further try' : `again in ${event.retryInMs / 1000} s`;
      const what = `${event.service} ${event.state}, ${again}`;
      const reason = event.error?.message ?? '';
      return [
        { time, text: line('!', clock(time), what, reason), colour: 'yellow', details: [what, ...reason.split('\n')] },
      ];
    }
    case 'notice': {
      const { message, hint = '' } = event;
      return [{ time, text: line('!', clock(time), message, hint), colour: 'yellow', details: [message, hint] }];
    }
    default:
      return [];
  }
}

/** Whether two times may belong to the same save. */
function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 30_000;
}
