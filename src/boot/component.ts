/** A part of the runtime that takes part in its life: load, start, stop. */
import { type AppContext, contextKey } from '../infrastructure/app-context.ts';
import type { Config } from '../infrastructure/config.ts';
import type { EventBus } from '../infrastructure/event-bus/index.ts';
import type { Logger, LogManager } from '../infrastructure/logger/index.ts';
import type { Transcoder } from '../infrastructure/transcoder/index.ts';

export interface Component {
  /** Unique; the name others put in `dependsOn`. */
  readonly name: string;
  /** Names of components that are loaded and started before, and stopped after this one. */
  readonly dependsOn?: readonly string[];
  /** Makes the component and attaches it to the context. Those of one level load in parallel. */
  load(context: AppContext): void | Promise<void>;
  /** Begins to work; the context is sealed by now. */
  start?(context: AppContext): void | Promise<void>;
  /** Ends the work. The signal aborts when the time for the shutdown is over. */
  stop?(context: AppContext, signal: AbortSignal): void | Promise<void>;
}

/** What phase 1 puts into the context. */
export const eventBusKey = contextKey<EventBus>('event bus');
export const transcoderKey = contextKey<Transcoder>('transcoder');
export const logManagerKey = contextKey<LogManager>('log manager');
export const loggerKey = contextKey<Logger>('logger');
export const configKey = contextKey<Config>('configuration');
