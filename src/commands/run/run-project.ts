/** The body of `run`: load, choose what to start, start it. */

import { resolve } from 'node:path';
import type { LogRequest } from '../../boot/logging.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { type LaunchRequest, resolveLaunch, resolvePackLaunch } from '../../project/launch.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { openEnvironment } from '../open-environment.ts';
import { openMemory } from '../open-memory.ts';
import {
  type OpenOptions,
  openPackedProject,
  openProject,
  type WarningDisplay,
  warnOfEmptyProject,
} from '../open-project.ts';
import { printError } from '../output.ts';

export interface RunRequest {
  readonly directory: string;
  readonly project: LoadProjectOptions;
  /** What to log, for one process or for a server. */
  readonly log: (single: boolean) => LogRequest;
  readonly launch: LaunchRequest;
  /** Path of a pack to run instead of the project in `directory`. */
  readonly pack?: string;
  readonly warnings: WarningDisplay;
  /** Version of the program. */
  readonly version: string;
  /** See open-memory.ts. */
  readonly programFile?: string | undefined;
  readonly follow?: boolean;
  /** File of variables, relative to the project; it must exist. */
  readonly environmentFile?: string;
}

/** Resolves to the exit code. Throws coded errors and CommandExit. */
export async function runProject({
  directory,
  project: options,
  log,
  warnings,
  version,
  programFile,
  launch: request,
  pack,
  follow,
  environmentFile,
}: RunRequest): Promise<number> {
  refuseModules(request.command);
  const { checkProject, inspectSource, runApplication } = await import('../connect-application.ts');
  const single = request.command !== undefined || request.exec !== undefined;
  const announce = warnings === 'none' ? undefined : (text: string) => printError(`${text}\n`);
  const environment =
    environmentFile === undefined
      ? undefined
      : await openEnvironment(directory, environmentFile, single ? undefined : announce);
  const seen = environment === undefined ? {} : { environment };
  const memory = openMemory(directory, { programFile, version });
  const open: OpenOptions = {
    ...options,
    ...seen,
    ...(memory && { parse: memory.parse }),
    requireLock: single,
    warnings,
    check: (loaded) => checkProject(loaded, memory?.inspector(inspectSource)),
  };
  const project =
    pack === undefined ? await openProject(directory, open) : await openPackedProject(resolve(pack), directory, open);
  memory?.save();
  // The Go runtime starts an empty application as well; nobody should have to find out why nothing happens.
  if (!single) warnOfEmptyProject(project);
  const launch =
    pack === undefined ? resolveLaunch(project.entries, request) : resolvePackLaunch(project.entries, request);
  return runApplication({
    project,
    log: log(launch !== undefined),
    version,
    ...(follow && { follow }),
    ...seen,
    ...(launch && { launch }),
    ...(announce && { announce }),
  });
}

/** A module of the hub looks like no command name, so it gets a message of its own. */
function refuseModules(command: string | undefined): void {
  if (command === undefined || !/^[a-z0-9-]+\/[a-z0-9-]+(?:@.+)?$/.test(command)) return;
  throw new WippyError(`cannot run ${command}: modules of the hub are not supported`, {
    kind: ErrorKind.Unavailable,
    retryable: false,
    hint: 'Run the project from its sources with -C <directory>, or the pack of the module.',
  });
}
