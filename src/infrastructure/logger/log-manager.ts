/** Where log records go: stderr as JSON or as lines for people, and the event bus. */
import { type DestinationStream, destination, pino } from 'pino';
import type { EventBus } from '../event-bus/event-bus.ts';
import { formatConsoleRecord } from './console-format.ts';
import { plainFields } from './log-fields.ts';
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
  /** Adds the stack of errors, the host's own included, for whoever looks for a defect. */
  stackTraces?: boolean;
  /** Whether records are published on the bus from the start; default no. */
  streaming?: boolean;
  /** Whether records are written to the stream from the start; default yes. */
  propagating?: boolean;
  /** Records are published here as events of system `logs` once streaming is on. */
  bus?: EventBus;
}

/** System of the events that carry log records: kind = level, path = name of the logger, data = the record. */
export const logEventSystem = 'logs';

/** Writes synchronously, so that the last lines before an exit are not lost. */
function stderrStream(): DestinationStream {
  return destination({ fd: 2, sync: true });
}

function jsonSink(stream: DestinationStream, stackTraces: boolean): LogSink {
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
    writer[record.level](
      { ts: record.time / 1000, ...name, ...plainFields(record.fields, stackTraces) },
      record.message,
    );
  };
}

function consoleSink(stream: DestinationStream, colors: boolean, stackTraces: boolean): LogSink {
  return (record) => stream.write(formatConsoleRecord(record, colors, stackTraces));
}

/** Owns the destination, the level and the streaming to the event bus of all loggers made from it. */
export class LogManager {
  readonly root: Logger;
  readonly #target: LogTarget;
  readonly #sink: LogSink;
  readonly #bus: EventBus | undefined;
  readonly #observers = new Set<LogSink>();
  #level: LogLevel;
  #streaming = false;
  #propagating = true;

  constructor(options: LogManagerOptions = {}) {
    const stream = options.stream ?? stderrStream();
    const { encoding, stackTraces = false } = options;
    const colors = options.colors ?? (options.stream === undefined && process.stderr.isTTY === true);
    this.#sink = encoding === 'json' ? jsonSink(stream, stackTraces) : consoleSink(stream, colors, stackTraces);
    this.#bus = options.bus;
    this.#streaming = options.streaming ?? false;
    this.#propagating = options.propagating ?? true;
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
