/** Loads components level by level, starts them in that order and stops them in the reverse one. */
import type { AppContext } from '../infrastructure/app-context.ts';
import { type Clock, systemClock, withTimeout } from '../infrastructure/clock.ts';
import { formatDuration } from '../infrastructure/duration.ts';
import { ErrorKind, toWippyError, WippyError } from '../infrastructure/errors.ts';
import { type Logger, silentLogger } from '../infrastructure/logger/index.ts';
import { didYouMean } from '../infrastructure/suggest.ts';
import type { Component } from './component.ts';

export interface ComponentLoaderOptions {
  logger?: Logger;
  clock?: Clock;
}

/** Components of which each level depends only on the levels before it; inside a level by name. */
export type ComponentLevels = readonly (readonly Component[])[];

/**
 * Sorts components into levels.
 * @throws `component already registered: X`, or `dependency resolution failed: ...` for a missing one or a cycle.
 */
export function componentLevels(components: readonly Component[]): ComponentLevels {
  const byName = new Map<string, Component>();
  for (const component of components) {
    if (byName.has(component.name)) {
      throw new WippyError(`component already registered: ${component.name}`, {
        kind: ErrorKind.AlreadyExists,
        retryable: false,
      });
    }
    byName.set(component.name, component);
  }
  for (const { name, dependsOn = [] } of components) {
    for (const dependency of dependsOn) {
      if (byName.has(dependency)) continue;
      throw new WippyError(`dependency resolution failed: component not found: ${dependency} (needed by ${name})`, {
        kind: ErrorKind.NotFound,
        retryable: false,
        hint: didYouMean(dependency, byName.keys()),
      });
    }
  }
  const levels: Component[][] = [];
  const placed = new Set<string>();
  let left = [...components].sort((a, b) => (a.name < b.name ? -1 : 1));
  while (left.length > 0) {
    const level = left.filter(({ dependsOn = [] }) => dependsOn.every((name) => placed.has(name)));
    if (level.length === 0) {
      const names = left.map((component) => component.name).join(', ');
      throw new WippyError(`dependency resolution failed: components depend on each other in a cycle: ${names}`, {
        kind: ErrorKind.Invalid,
        retryable: false,
      });
    }
    for (const { name } of level) placed.add(name);
    levels.push(level);
    left = left.filter((component) => !placed.has(component.name));
  }
  return levels;
}

async function attempt(work: () => void | Promise<void>, message: string): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw toWippyError(error).wrap(message);
  }
}

/** The life of a set of components over one context. */
export class ComponentLoader {
  readonly levels: ComponentLevels;
  readonly #logger: Logger;
  readonly #clock: Clock;
  readonly #loaded: Component[] = [];

  /** @throws as `componentLevels`. */
  constructor(components: readonly Component[], options: ComponentLoaderOptions = {}) {
    this.levels = componentLevels(components);
    this.#logger = options.logger ?? silentLogger;
    this.#clock = options.clock ?? systemClock;
  }

  /**
   * Phase 2. A level is loaded in parallel; a failure is reported after its level has ended, so that `stop` knows what was
   * loaded.
   * @throws `failed to load component: X: ...`, the first by name.
   */
  async load(context: AppContext): Promise<void> {
    for (const level of this.levels) {
      const results = await Promise.allSettled(
        level.map((component) => attempt(() => component.load(context), `failed to load component: ${component.name}`)),
      );
      level.forEach((component, index) => {
        if (results[index].status === 'fulfilled') this.#loaded.push(component);
      });
      for (const result of results) if (result.status === 'rejected') throw result.reason;
    }
  }

  /** Part of phase 3: starts the loaded components one after the other. @throws `failed to start component: X: ...` */
  async start(context: AppContext): Promise<void> {
    for (const component of this.#loaded) {
      if (component.start === undefined) continue;
      await attempt(() => component.start?.(context), `failed to start component: ${component.name}`);
      this.#logger.debug('component started', { component: component.name });
    }
  }

  /**
   * Stops what was loaded, in the reverse order, each only after the one before; a failure does not keep the others from
   * being stopped. When `limit` milliseconds are over, the components left are not waited for.
   * @throws `shutdown failed (N components failed): ...`
   */
  async stop(context: AppContext, limit = 30_000): Promise<void> {
    const deadline = this.#clock.monotonic() + limit;
    const controller = new AbortController();
    const failures: WippyError[] = [];
    for (const component of this.#loaded.splice(0).reverse()) {
      if (component.stop === undefined) continue;
      try {
        const stopping = (async () => component.stop?.(context, controller.signal))();
        await withTimeout(this.#clock, Math.max(0, deadline - this.#clock.monotonic()), stopping, () => {
          const error = new WippyError(`not stopped within the shutdown limit of ${formatDuration(limit)}`, {
            kind: ErrorKind.Timeout,
            retryable: false,
          });
          controller.abort(error);
          return error;
        });
      } catch (error) {
        const failure = toWippyError(error).wrap(`failed to stop component: ${component.name}`);
        this.#logger.error(failure.message, { component: component.name });
        failures.push(failure);
      }
    }
    if (failures.length === 0) return;
    const noun = failures.length === 1 ? 'component' : 'components';
    throw new WippyError(
      `shutdown failed (${failures.length} ${noun} failed): ${failures.map((failure) => failure.message).join('; ')}`,
      { kind: ErrorKind.Internal, retryable: false, cause: failures[0] },
    );
  }
}
