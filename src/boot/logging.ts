/** How an application logs: what its configuration says, and above it what the command line asks for. */
import type { Config } from '../infrastructure/config.ts';
import { type LogLevel, type LogManagerOptions, logLevels } from '../infrastructure/logger/index.ts';
import { settings } from '../project/config/settings.ts';

export interface LogRequest {
  /** `normal` leaves the level to the configuration; `silent` writes nothing. */
  readonly verbosity: 'silent' | 'normal' | 'debug';
  /** Lines for people, whatever the configuration says. */
  readonly console: boolean;
  /** Errors with the stack of the host. */
  readonly stackTraces: boolean;
  /** Publish log records as events. */
  readonly events: boolean;
  /** Whether lines for people may have colours. */
  readonly colors: boolean;
}

/** The options of the log manager. Records that are only published are made, but not written. */
export function logOptions(config: Config, request: LogRequest): Omit<LogManagerOptions, 'bus' | 'stream'> {
  const streaming = request.events || config.get(settings.logsToEvents);
  const silent = request.verbosity === 'silent';
  return {
    level: silent && !streaming ? 'silent' : request.verbosity === 'debug' ? 'debug' : configuredLevel(config),
    encoding: request.console ? 'console' : config.get(settings.logEncoding),
    colors: request.colors,
    streaming,
    propagating: !silent && config.get(settings.logsPropagate),
    hostStacks: request.stackTraces,
  };
}

function configuredLevel(config: Config): LogLevel {
  const wanted = Math.min(config.get(settings.logLevel), logLevels.silent);
  const found = Object.entries(logLevels).find(([, number]) => number === wanted);
  return (found?.[0] ?? 'info') as LogLevel;
}
