/** A part of the runtime that takes part in its life: load, start, stop. */
import type { AppContext } from '../infrastructure/app-context.ts';

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
