/** Where log records go: stderr as JSON or as lines for people, and the event bus. */
import { type DestinationStream, destination, pino } from 'pino';
import type { EventBus } from '../event-bus/event-bus.ts';
import { formatConsoleRecord } from './console-format.ts';
import { type ErrorReports, plainFields } from './log-fields.ts';
import {
  createLogger,
  type Logger,
  type LogLevel,
  type LogRecord,
  type LogSink,
  type LogTarget,
  logLevels,
} from './logger.ts';

export interface LogManagerOptions {
  /** `console` for people (default), `json` for programs. */
  encoding?: 'console' | 'json';
  /** Default `info`; `silent` writes nothing. */
  level?: LogLevel;
  /** Colours in the console encoding; default: the stream is a terminal. */
  colors?: boolean;
  /** Receiver of the lines; default stderr. */
  stream?: DestinationStream;
  /** Records are published here as events of system `logs` once streaming is on. */
  bus?: EventBus;
  /** Whether records are published on the bus from the start; default false. */
  streaming?: boolean;
  /** Whether records are written to the stream; default true. */
  propagating?: boolean;
  /** Whether errors are written with the stack of the host; default false. */
  hostStacks?: boolean;
}

/** System of the events that carry log records: kind = level, path = name of the logger, data = the record. */
export const logEventSystem = 'logs';

/** Writes synchronously, so that the last lines before an exit are not lost. */
function stderrStream(): DestinationStream {
  return destination({ fd: 2, sync: true });
}

function jsonSink(stream: DestinationStream, reports: ErrorReports): LogSink {
  const writer = pino(
    {
      level: 'trace',
      base: null,
      messageKey: 'msg',
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    stream,
  );
  return (record) => {
    const name = record.logger === '' ? {} : { logger: record.logger };
    writer[record.level]({ ts: record.time / 1000, ...name, ...plainFields(record.fields, reports) }, record.message);
  };
}

function consoleSink(stream: DestinationStream, colors: boolean, reports: ErrorReports): LogSink {
  return (record) => stream.write(formatConsoleRecord(record, colors, reports));
}

/** Owns the destination, the level and the streaming to the event bus of all loggers made from it. */
export class LogManager {
  readonly root: Logger;
  readonly #target: LogTarget;
  readonly #sink: LogSink;
  readonly #bus: EventBus | undefined;
  readonly #observers = new Set<LogSink>();
  #level: LogLevel;
  #streaming: boolean;
  #propagating: boolean;
  /** Text of the trace of application code that an error carries; empty where it carries none. */
  describeTrace: (error: unknown) => string = () => '';

  constructor(options: LogManagerOptions = {}) {
    const stream = options.stream ?? stderrStream();
    const colors = options.colors ?? (options.stream === undefined && process.stderr.isTTY === true);
    const reports = { trace: (error: unknown) => this.describeTrace(error), hostStacks: options.hostStacks ?? false };
    this.#sink = options.encoding === 'json' ? jsonSink(stream, reports) : consoleSink(stream, colors, reports);
    this.#streaming = options.streaming ?? false;
    this.#propagating = options.propagating ?? true;
    this.#bus = options.bus;
    this.#level = options.level ?? 'info';
    this.#target = { threshold: logLevels[this.#level], write: (record) => this.#write(record) };
    this.root = createLogger(this.#target);
  }

  get level(): LogLevel {
    return this.#level;
  }

  /** Applies to all loggers at once, those that exist included. */
  set level(level: LogLevel) {
    this.#level = level;
    this.#target.threshold = logLevels[level];
  }

  get streaming(): boolean {
    return this.#streaming;
  }

  /** Whether records are also published on the event bus. */
  set streaming(on: boolean) {
    this.#streaming = on;
  }

  get propagating(): boolean {
    return this.#propagating;
  }

  /** Whether records are written to the stream; off while a terminal application owns the screen. */
  set propagating(on: boolean) {
    this.#propagating = on;
  }

  /** Calls back with each record; returns a function that ends it. */
  observe(observer: LogSink): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  #write(record: LogRecord): void {
    if (this.#propagating) this.#sink(record);
    for (const observer of this.#observers) observer(record);
    // Records about the bus itself would feed the bus for ever.
    if (this.#streaming && this.#bus !== undefined && !record.logger.startsWith('eventbus')) {
      this.#bus.publish({ system: logEventSystem, kind: record.level, path: record.logger, data: record });
    }
  }
}
