/** What `run` needs from the assembled application, and nothing more. */

import type { LogRequest } from '../boot/logging.ts';
import type { Environment } from '../infrastructure/program-environment.ts';
import type { Launch } from '../project/launch.ts';
import type { LoadedProject } from '../project/load-project.ts';

export interface ApplicationRequest {
  readonly project: LoadedProject;
  readonly log: LogRequest;
  /** The process to run to its end; undefined runs the application until a signal. */
  readonly launch?: Launch;
  /** Version of the program. */
  readonly version: string;
  /** Takes the files again where a rollback has detached the registry from them. */
  readonly follow?: boolean;
  /** What the application sees as the environment of the program; default that of the process. */
  readonly environment?: Environment;
  /** Told lines for the user that are no logs. */
  readonly announce?: (text: string) => void;
}

/** Boots the application, runs it to its end and shuts it down; resolves to the exit code. Throws coded errors. */
export type RunApplication = (request: ApplicationRequest) => Promise<number>;
