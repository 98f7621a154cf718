/** The `lifecycle` block of an entry. */
import { z } from 'zod';
import { deepEqual } from '../../infrastructure/plain-data.ts';
import { durationSchema, entryRefs } from '../kinds/index.ts';

export interface RestartPolicy {
  /** Milliseconds. */
  readonly initialDelay: number;
  /** Milliseconds. */
  readonly maxDelay: number;
  readonly backoffFactor: number;
  /** Share of the delay, 0 to 1. */
  readonly jitter: number;
  /** Starts in a row without a stable run, the first included; 0 = any number. */
  readonly maxAttempts: number;
}

/** The identity a service runs with. */
export interface LifecycleSecurity {
  readonly actor?: { readonly id: string; readonly meta: Readonly<Record<string, unknown>> };
  readonly policies: readonly string[];
  readonly groups: readonly string[];
}

/** A parsed lifecycle; times are milliseconds. */
export interface Lifecycle {
  readonly autoStart: boolean;
  readonly startup: 'required' | 'optional';
  /** Ids of services that must run first. */
  readonly requires: readonly string[];
  readonly startTimeout: number;
  readonly stopTimeout: number;
  /** A run at least this long makes the next failure the first one again. */
  readonly stableThreshold: number;
  readonly restart: RestartPolicy;
  readonly security?: LifecycleSecurity;
}

function restartSchema() {
  return z
    .object({
      initial_delay: durationSchema().prefault('1s'),
      max_delay: durationSchema().prefault('90s'),
      backoff_factor: z.number().positive().default(2),
      jitter: z.number().min(0).max(1).default(0.1),
      max_attempts: z.int().min(0).default(0),
    })
    .transform(
      (restart): RestartPolicy => ({
        initialDelay: restart.initial_delay,
        maxDelay: restart.max_delay,
        backoffFactor: restart.backoff_factor,
        jitter: restart.jitter,
        maxAttempts: restart.max_attempts,
      }),
    );
}

function securitySchema() {
  return z.object({
    actor: z.object({ id: z.string().min(1), meta: z.record(z.string(), z.unknown()).default({}) }).optional(),
    policies: entryRefs({ kinds: ['security.policy', 'security.policy.expr'] }).default([]),
    groups: z.array(z.string()).default([]),
  });
}

function createLifecycleSchema() {
  return z
    .object({
      auto_start: z.boolean().default(false),
      startup: z.string().default('required'),
      requires: entryRefs({ relative: true }).default([]),
      depends_on: entryRefs({ relative: true }).default([]),
      start_timeout: durationSchema().prefault('10s'),
      stop_timeout: durationSchema().prefault('10s'),
      stable_threshold: durationSchema().prefault('5s'),
      restart: restartSchema().prefault({}),
      security: securitySchema().optional(),
    })
    .transform(
      (lifecycle): Lifecycle => ({
        autoStart: lifecycle.auto_start,
        startup: lifecycle.startup === 'optional' ? 'optional' : 'required',
        requires: [...new Set([...lifecycle.requires, ...lifecycle.depends_on])],
        startTimeout: lifecycle.start_timeout,
        stopTimeout: lifecycle.stop_timeout,
        stableThreshold: lifecycle.stable_threshold,
        restart: lifecycle.restart,
        security: lifecycle.security,
      }),
    )
    .prefault({});
}

let shared: ReturnType<typeof createLifecycleSchema> | undefined;

/** The schema of `data.lifecycle`; a missing block gives the defaults. `depends_on` is the old name of `requires`. */
export function lifecycleSchema(): ReturnType<typeof createLifecycleSchema> {
  // Most kinds have this block, and schemas take long to make.
  shared ??= createLifecycleSchema();
  return shared;
}

/** The lifecycle of a service that says nothing about it. */
export function defaultLifecycle(changes: Partial<Lifecycle> = {}): Lifecycle {
  return { ...lifecycleSchema().parse(undefined), ...changes };
}

/**
 * Whether two configurations of a service differ only in when it is started and stopped, so that what runs can go on.
 * Another identity is another service.
 */
export function onlyLifecycleDiffers<Config extends { readonly lifecycle: Lifecycle }>(a: Config, b: Config): boolean {
  const { lifecycle: first, ...settings } = a;
  const { lifecycle: second, ...others } = b;
  return deepEqual(settings, others) && deepEqual(first.security, second.security);
}
