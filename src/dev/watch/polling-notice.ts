/** What is told where files are polled. */
import type { NoticeEvent } from '../session/events.ts';
import type { PollingReason } from './file-watcher.ts';

/** What to do about a limit of the system. */
const REMEDIES: Readonly<Record<string, string>> = {
  ENOSPC: 'Raise the limit of watched files: sudo sysctl fs.inotify.max_user_watches=524288',
  EMFILE:
    'Raise the limits of open files and of watchers: ulimit -n 8192; sudo sysctl fs.inotify.max_user_instances=512',
  ENFILE: 'Raise the limit of open files of the system: sudo sysctl fs.file-max=2097152',
};

/** The notice for a reason; none where it was asked for. */
export function pollingNotice(reason: PollingReason): NoticeEvent | undefined {
  switch (reason.kind) {
    case 'asked':
      return undefined;
    case 'limit':
      return {
        event: 'notice',
        message: `the system does not allow to watch so many files (${reason.code}); they are polled instead`,
        hint: REMEDIES[reason.code] ?? 'Raise the limit of watched files.',
      };
    case 'no-events':
      return {
        event: 'notice',
        message: 'the system tells no changes of files here; they are polled instead, which takes up to half a second',
      };
  }
}
