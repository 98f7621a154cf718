/** The body of `run`: load, choose what to start, start it. */

import type { LogRequest } from '../../boot/logging.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type LaunchRequest, resolveLaunch } from '../../project/launch.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { openProject, type WarningDisplay, warnOfEmptyProject } from '../open-project.ts';
import { printError } from '../output.ts';

export interface RunRequest {
  readonly directory: string;
  readonly project: LoadProjectOptions;
  readonly log: LogRequest;
  readonly launch: LaunchRequest;
  readonly warnings: WarningDisplay;
  /** Version of the program. */
  readonly version: string;
  readonly follow?: boolean;
}

/** Resolves to the exit code. Throws coded errors and CommandExit. */
export async function runProject({
  directory,
  project: options,
  log,
  warnings,
  version,
  launch: request,
  follow,
}: RunRequest): Promise<number> {
  refusePacks(request.command);
  const { checkProject, runApplication } = await import('../connect-application.ts');
  const single = request.command !== undefined || request.exec !== undefined;
  const project = await openProject(directory, { ...options, requireLock: single, warnings, check: checkProject });
  // The Go runtime starts an empty application as well; nobody should have to find out why nothing happens.
  if (!single) warnOfEmptyProject(project);
  const launch = resolveLaunch(project.entries, request);
  const announce = warnings === 'none' ? undefined : (text: string) => printError(`${text}\n`);
  return runApplication({
    project,
    log,
    version,
    ...(follow && { follow }),
    ...(launch && { launch }),
    ...(announce && { announce }),
  });
}

/** Packs and modules of the hub look like no command name, so they get a message of their own. */
function refusePacks(command: string | undefined): void {
  const pack = command?.endsWith('.wapp') ?? false;
  const module = /^[a-z0-9-]+\/[a-z0-9-]+(?:@.+)?$/.test(command ?? '');
  if (!pack && !module) return;
  throw new WippyError(`cannot run ${command}: ${pack ? 'packs' : 'modules of the hub'} are not supported`, {
    kind: ErrorKind.Unavailable,
    retryable: false,
    hint: 'Run the project from its sources with -C <directory>.',
  });
}
