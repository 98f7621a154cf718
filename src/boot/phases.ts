/**
 * The four phases of a start: infrastructure, components, activation, entries; and the shutdown.
 * Rule: internals/architecture of the Wippy documentation.
 */
import { AppContext } from '../infrastructure/app-context.ts';
import { type Clock, systemClock } from '../infrastructure/clock.ts';
import { Config } from '../infrastructure/config.ts';
import { EventBus } from '../infrastructure/event-bus/index.ts';
import { LogManager, type LogManagerOptions } from '../infrastructure/logger/index.ts';
import { createTranscoder } from '../infrastructure/transcoder/index.ts';
import { settings } from '../project/config/settings.ts';
import { clockKey, configKey, eventBusKey, loggerKey, logManagerKey, transcoderKey } from '../system/context-keys.ts';
import type { Component } from './component.ts';
import { ComponentLoader } from './component-loader.ts';

export interface BootOptions {
  components: readonly Component[];
  config?: Config;
  logging?: Omit<LogManagerOptions, 'bus'>;
  clock?: Clock;
  /** Adds to the context what phase 1 needs beside the infrastructure: the relay. */
  prepare?: (context: AppContext) => void | Promise<void>;
  /** Locks the command handlers; called before the context is sealed. */
  freezeDispatcher?: (context: AppContext) => void;
  /** Phase 4: parses the entries, runs the pipeline and hands them to the registry. */
  loadEntries?: (context: AppContext) => void | Promise<void>;
}

/** Names of the phases, in order. */
export const bootPhases = ['infrastructure', 'components', 'activation', 'entries'] as const;
export type BootPhase = (typeof bootPhases)[number];

/** A runtime that has started. */
export interface RunningSystem {
  readonly context: AppContext;
  /** Stops the components, then the infrastructure. A second call waits for the first. */
  shutdown(): Promise<void>;
}

function createContext(options: BootOptions): AppContext {
  const context = new AppContext();
  const bus = new EventBus();
  const manager = new LogManager({ ...options.logging, bus });
  const logger = manager.root;
  const busLogger = logger.named('eventbus');
  bus.onError = (error, event) => {
    busLogger.error('a subscriber failed', { system: event.system, kind: event.kind, path: event.path, error });
  };
  return context
    .set(configKey, options.config ?? Config.fromSections({}))
    .set(eventBusKey, bus)
    .set(clockKey, options.clock ?? systemClock)
    .set(transcoderKey, createTranscoder())
    .set(logManagerKey, manager)
    .set(loggerKey, logger);
}

function shutdownOnce(context: AppContext, loader: ComponentLoader): () => Promise<void> {
  let running: Promise<void> | undefined;
  const limit = context.require(configKey).get(settings.shutdownTimeout);
  const stop = async (): Promise<void> => {
    try {
      await loader.stop(context, limit);
    } finally {
      context.require(eventBusKey).close();
    }
  };
  return () => {
    running ??= stop();
    return running;
  };
}

/**
 * Runs the four phases. If one fails, what was loaded is stopped before the error is thrown.
 * @param onPhase told when a phase begins.
 */
export async function boot(
  options: BootOptions,
  onPhase: (phase: BootPhase) => void = () => undefined,
): Promise<RunningSystem> {
  onPhase('infrastructure');
  const context = createContext(options);
  await options.prepare?.(context);
  const logger = context.require(loggerKey).named('boot');
  const loader = new ComponentLoader(options.components, { logger, clock: options.clock ?? systemClock });
  const shutdown = shutdownOnce(context, loader);
  try {
    onPhase('components');
    await loader.load(context);
    onPhase('activation');
    options.freezeDispatcher?.(context);
    context.seal();
    await loader.start(context);
    onPhase('entries');
    await options.loadEntries?.(context);
  } catch (error) {
    await shutdown().catch((failure: unknown) => logger.error('shutdown after a failed start', { error: failure }));
    throw error;
  }
  return { context, shutdown };
}
