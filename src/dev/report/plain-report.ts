/** Events as lines for people. One line for each save; findings follow it. */
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import type { Paint } from '../../project/diagnostics/paint.ts';
import { renderDiagnostics } from '../../project/diagnostics/render-terminal.ts';
import type { AppliedEvent, ChangedEntries, DevEvent } from '../session/events.ts';

export interface PlainReportOptions {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly paint: Paint;
  readonly readText: (file: string) => string | undefined;
}

/** How many names one line holds. */
const SHOWN = 5;

/** Makes the texts of a sequence of events. Findings that do not keep a save from taking effect are told once. */
export function createPlainReport(options: PlainReportOptions): (event: DevEvent) => string {
  let told = new Set<string>();
  return (event) => {
    const text = plainText(event, options);
    if (event.event !== 'rejected' && event.event !== 'ready' && event.event !== 'applied' && event.event !== 'noop') {
      return text;
    }
    const { diagnostics = [] } = event;
    const fresh = event.event === 'rejected' ? [] : diagnostics.filter((item) => !told.has(identity(item)));
    told = new Set(diagnostics.map(identity));
    const { directory, paint, readText } = options;
    return text + renderDiagnostics(fresh, { directory, paint, readText });
  };
}

/** A finding is the same where only its lines have moved. */
function identity({ code, file, entry, message }: Diagnostic): string {
  return JSON.stringify([code, file, entry, message]);
}

/** The text of an event with its line breaks; empty for one that needs none. */
export function plainText(event: DevEvent, options: PlainReportOptions): string {
  const { paint } = options;
  switch (event.event) {
    case 'hello':
      return '';
    case 'ready': {
      const running = event.services.length === 0 ? 'no services' : list(event.services);
      return `${paint('success', 'ready')} v${event.registryVersion} ${running} ${paint('dim', `${event.durationMs} ms`)}\n`;
    }
    case 'applied':
      return applied(event, paint);
    case 'noop': {
      const restart = needsRestart(event.needsRestart, paint);
      return `${paint('dim', `unchanged v${event.registryVersion} ${list(event.files)} ${event.durationMs} ms`)}\n${restart}`;
    }
    case 'rejected': {
      const { directory, readText } = options;
      const kept = event.registryVersion === 0 ? 'nothing runs yet' : `v${event.registryVersion} goes on`;
      const files = event.files.length === 0 ? '' : `${list(event.files)} `;
      const head = `${paint('error', 'rejected')} ${files}(${kept}) ${paint('dim', `${event.durationMs} ms`)}\n`;
      return `${head}${renderDiagnostics(event.diagnostics, { directory, paint, readText })}`;
    }
    case 'service': {
      const again = event.retryInMs === undefined ? 'no further try' : `again in ${seconds(event.retryInMs)}`;
      const reason = event.error === undefined ? '' : `: ${event.error.message}`;
      return `${paint('error', event.state)} ${event.service} (attempt ${event.attempt ?? 1}, ${again})${reason}\n`;
    }
    case 'notice':
      return `${paint('warning', event.message)}\n${event.hint === undefined ? '' : `  ${paint('hint', 'hint:')} ${event.hint}\n`}`;
    case 'stopped':
      return '';
  }
}

function applied(event: AppliedEvent, paint: Paint): string {
  const parts = [
    `${paint('success', 'applied')} v${event.registryVersion}`,
    event.rollback === undefined ? list(event.files) : `back to v${event.rollback}`,
    entries(event.entries),
    event.swapped.length === 0 ? '' : `swapped ${list(event.swapped)}`,
    event.started.length === 0 ? '' : `started ${list(event.started)}`,
    event.stopped.length === 0 ? '' : `stopped ${list(event.stopped)}`,
    event.restarted.length === 0 ? '' : `restarted ${list(event.restarted.map(({ because }) => because.join(' ← ')))}`,
    paint('dim', `${event.durationMs} ms`),
  ];
  const detached =
    event.detached === true
      ? `  ${paint('hint', 'hint:')} the files hold other entries; their next edit is taken over\n`
      : '';
  return `${parts.filter((part) => part !== '').join('  ')}\n${detached}${needsRestart(event.needsRestart, paint)}`;
}

function entries({ created, updated, deleted }: ChangedEntries): string {
  return list([...created.map((id) => `+${id}`), ...updated.map((id) => `~${id}`), ...deleted.map((id) => `-${id}`)]);
}

function needsRestart(keys: readonly string[] | undefined, paint: Paint): string {
  if (keys === undefined || keys.length === 0) return '';
  return `  ${paint('hint', 'hint:')} ${list(keys)} ${keys.length === 1 ? 'counts' : 'count'} from the next start on\n`;
}

function list(names: readonly string[]): string {
  const more = names.length - SHOWN;
  return more > 0 ? `${names.slice(0, SHOWN).join(', ')} and ${more} more` : names.join(', ');
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
