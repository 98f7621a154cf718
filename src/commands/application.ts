/** What `run` needs from the assembled application, and nothing more. */

import type { Launch } from '../project/launch.ts';
import type { LoadedProject } from '../project/load-project.ts';

export interface LogRequest {
  /** `silent` writes nothing. */
  readonly level: 'debug' | 'info' | 'silent';
  /** Colourful lines for people instead of the format of the configuration. */
  readonly console: boolean;
  readonly stackTraces: boolean;
  /** Publish log records as events. */
  readonly events: boolean;
}

export interface ApplicationRequest {
  readonly project: LoadedProject;
  readonly log: LogRequest;
  /** The process to run to its end; undefined runs the application until a signal. */
  readonly launch?: Launch;
}

/** Boots the application, runs it to its end and shuts it down; resolves to the exit code. Throws coded errors. */
export type RunApplication = (request: ApplicationRequest) => Promise<number>;
