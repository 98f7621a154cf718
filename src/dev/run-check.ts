/** `wippy validate --watch`: the watcher and the check together, until a signal. */
import { resolve } from 'node:path';
import { createProjectReview } from '../boot/check-project.ts';
import { systemClock } from '../infrastructure/clock.ts';
import { CONFIG_FILE_NAME } from '../project/config/read-config.ts';
import type { LoadProjectOptions } from '../project/load-project.ts';
import { LOCK_FILE_NAME } from '../project/lock/lock-file.ts';
import { CheckSession, type FinishedCheck } from './session/check-session.ts';
import { ProjectReader } from './session/project-reader.ts';
import { stopSwitch } from './stop-switch.ts';
import { ProjectWatch } from './watch/project-watch.ts';

export interface CheckWatchRequest {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly load: LoadProjectOptions;
  readonly polling: boolean;
  /** Told each finished check; what it throws ends the watch. */
  readonly onChecked: (check: FinishedCheck) => void;
  readonly onNotice: (message: string, hint: string | undefined) => void;
  /** Ends the watch with code 0: nobody reads on. */
  readonly signal?: AbortSignal;
}

/** Runs until a signal; gives its exit code. Throws Invalid for malformed flags, and what the first `onChecked` throws. */
export async function watchChecks(request: CheckWatchRequest): Promise<number> {
  const { directory, load, onNotice } = request;
  const ending = stopSwitch();
  let fail: (error: unknown) => void = () => undefined;
  const failed = new Promise<never>((_done, reject) => {
    fail = reject;
  });
  const reader = new ProjectReader({ directory, load, check: createProjectReview() });
  const { lockFile = LOCK_FILE_NAME, configFiles = [CONFIG_FILE_NAME] } = load;
  const watching = new ProjectWatch({
    directory,
    files: [lockFile, ...configFiles].map((file) => resolve(directory, file)),
    knows: (path) => reader.knows(path),
    polling: request.polling,
    clock: systemClock,
    emit: (event) => {
      if (event.event === 'notice') onNotice(event.message, event.hint);
    },
    onBatch: (paths) => void session.changed(paths).catch(fail),
    onQuiet: () => void session.lookAgain().catch(fail),
  });
  const session: CheckSession = new CheckSession({
    directory,
    reader,
    clock: systemClock,
    onChecked: request.onChecked,
    onRead: (project) => watching.follow(project),
  });
  const left = (): void => ending.stop(0);
  request.signal?.addEventListener('abort', left);
  try {
    await watching.begin();
    return await Promise.race([ending.requested, failed, session.start().then(() => ending.requested)]);
  } finally {
    request.signal?.removeEventListener('abort', left);
    await Promise.all([watching.close(), session.stop()]);
    ending.release();
  }
}
