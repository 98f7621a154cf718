/** Structured records: a message, fields, a level, the name of the part of the program that speaks. */

/** From quiet to loud; the numbers are those of `logmanager.min_level`. */
export const logLevels = { debug: -1, info: 0, warn: 1, error: 2, silent: 3 } as const;

export type LogLevel = keyof typeof logLevels;
export type RecordLevel = Exclude<LogLevel, 'silent'>;
export type LogFields = Readonly<Record<string, unknown>>;

export interface LogRecord {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly level: RecordLevel;
  /** Dotted; empty for the root. */
  readonly logger: string;
  readonly message: string;
  readonly fields: LogFields;
}

/** Where records go. Must not throw. */
export type LogSink = (record: LogRecord) => void;

export interface Logger {
  readonly name: string;
  /** True if a record of the level would go anywhere; ask before computing costly fields. */
  enabled(level: RecordLevel): boolean;
  log(level: RecordLevel, message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A logger named `<this name>.<name>`. */
  named(name: string): Logger;
  /** A logger that adds fields to every record. */
  with(fields: LogFields): Logger;
}

/** Shared by all loggers of a log manager, so that a level change reaches those that exist. */
export interface LogTarget {
  /** Numbers of `logLevels`; records below it are not made. */
  threshold: number;
  write: LogSink;
}

/** A logger over a target. A disabled call costs one comparison. */
export function createLogger(target: LogTarget, name = '', bound: LogFields = {}): Logger {
  const log = (level: RecordLevel, message: string, fields?: LogFields): void => {
    if (logLevels[level] < target.threshold) return;
    const merged = fields === undefined ? bound : { ...bound, ...fields };
    target.write({ time: Date.now(), level, logger: name, message, fields: merged });
  };
  return {
    name,
    enabled: (level) => logLevels[level] >= target.threshold,
    log,
    debug: (message, fields) => log('debug', message, fields),
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, fields) => log('error', message, fields),
    named: (child) => createLogger(target, name === '' ? child : `${name}.${child}`, bound),
    with: (fields) => createLogger(target, name, { ...bound, ...fields }),
  };
}

/** A logger that drops everything, for parts that were given none. */
export const silentLogger: Logger = createLogger({ threshold: logLevels.silent, write: () => undefined });
