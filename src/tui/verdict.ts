/** One line about an event, for the bar that is always on screen. */
import type { ChangedEntries, DevEvent } from '../dev/session/events.ts';
import type { Row } from './panels/panel-view.ts';

export function verdictRow(event: DevEvent | null): Row {
  if (event === null) return { text: 'starting …', dim: true };
  switch (event.event) {
    case 'ready':
      return { text: `ready: v${event.registryVersion}, ${event.durationMs} ms`, colour: 'green' };
    case 'applied': {
      const what = event.rollback === undefined ? event.files.join(', ') : `back to v${event.rollback}`;
      const restarted = event.restarted.map(({ because }) => because.join(' ← ')).join('; ');
      const parts = [
        `applied v${event.registryVersion} in ${event.durationMs} ms`,
        what,
        entriesText(event.entries),
        event.detached === true ? 'the files hold other entries' : '',
        needsRestart(event.needsRestart),
        restarted === '' ? '' : `restarted ${restarted}`,
      ];
      return { text: parts.filter((part) => part !== '').join('  '), colour: 'green' };
    }
    case 'noop': {
      const parts = [`unchanged: ${event.files.join(', ')}, ${event.durationMs} ms`, needsRestart(event.needsRestart)];
      return { text: parts.filter((part) => part !== '').join('  '), dim: true };
    }
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

/** `+` for entries that came, `~` for those that changed, `-` for those that went. */
export function entriesText({ created, updated, deleted }: ChangedEntries): string {
  return [...created.map((id) => `+${id}`), ...updated.map((id) => `~${id}`), ...deleted.map((id) => `-${id}`)].join(
    ' ',
  );
}

function needsRestart(keys: readonly string[] = []): string {
  if (keys.length === 0) return '';
  return `R takes over ${keys.join(', ')}`;
}
