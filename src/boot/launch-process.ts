/** Starts one process on a terminal host, for `run <command>` and `run --exec`. */

import { FrameContext } from '../core/context/frame-context.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { hostPayload } from '../infrastructure/transcoder/payload.ts';
import { processesKey, supervisorKey } from '../system/context-keys.ts';
import type { Application } from './application.ts';

export interface ProcessLaunch {
  /** Entry id of the process. */
  readonly entry: string;
  /** Entry id of the terminal host. */
  readonly host: string;
  /** Arguments of the process, as text. */
  readonly args: readonly string[];
}

/**
 * Starts the terminal host and the process on it. Its end ends the application. Where the application is to end before, the
 * process is not started. Throws where either cannot start.
 */
export async function launchProcess(application: Application, launch: ProcessLaunch): Promise<void> {
  const { context, shutdown, trigger } = application;
  const supervisor = context.require(supervisorKey);
  try {
    // A service that is tried again and again never settles; a signal must not have to wait for it.
    await Promise.race([supervisor.settled(), trigger.requested]);
    if (!trigger.triggered && supervisor.state(launch.host)?.status !== 'running') {
      await Promise.race([supervisor.start([launch.host]), trigger.requested]);
    }
    if (trigger.triggered) return;
    const state = supervisor.state(launch.host);
    if (state === undefined) {
      throw new WippyError(`host ${launch.host} not found in supervisor`, {
        kind: ErrorKind.NotFound,
        retryable: false,
      });
    }
    if (state.status !== 'running') {
      throw new WippyError(`host ${launch.host} did not start (status: ${state.status}): ${state.details}`, {
        kind: ErrorKind.Unavailable,
        retryable: false,
      });
    }
    const input = launch.args.map((word) => hostPayload(word));
    context.require(processesKey).spawn({ source: launch.entry, host: launch.host, input }, FrameContext.root());
  } catch (error) {
    await shutdown();
    throw error;
  }
}
