export { formatConsoleRecord } from './console-format.ts';
export { LogManager, type LogManagerOptions, logEventSystem } from './log-manager.ts';
export {
  createLogger,
  type LogFields,
  type Logger,
  type LogLevel,
  type LogRecord,
  type LogSink,
  logLevels,
  type RecordLevel,
  silentLogger,
} from './logger.ts';
