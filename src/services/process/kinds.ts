/** `process.host` and `process.service`. Reference: system/process-host and guides/supervision of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, entryRef, type KindHandler } from '../../core/kinds/index.ts';
import type { PID } from '../../core/pid/pid.ts';
import { CONTROL_HOST } from '../../core/relay/control-host.ts';
import type { Outcome } from '../../core/scheduler/process.ts';
import { ProcessHost } from '../../core/scheduler/process-host.ts';
import { lifecycleSchema, onlyLifecycleDiffers, type Service } from '../../core/supervisor/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { hostPayload } from '../../infrastructure/transcoder/payload.ts';
import { loggerKey, policiesKey, processesKey, schedulerOptionsKey, supervisorKey } from '../../system/context-keys.ts';
import { lifecycleFrame } from '../../system/security/lifecycle-identity.ts';

// ---------------------------------------------------------------------------------------------------- process.host

function hostSchema() {
  return z.object({
    host: z
      .object({
        workers: z.int().min(0).optional(),
        queue_size: z.int().min(1).optional(),
        local_queue_size: z.int().min(1).optional(),
      })
      .loose()
      .default({}),
    lifecycle: lifecycleSchema(),
  });
}

type HostConfig = z.output<ReturnType<typeof hostSchema>>;

interface HeldHost {
  config: HostConfig;
  readonly host: ProcessHost;
  readonly service: Service;
}

/** Runs a host under the supervisor. Its processes get the stop time to end by themselves. */
function hostService(host: ProcessHost, config: () => HostConfig): Service {
  return {
    async start() {
      host.start();
      return { done: new Promise(() => undefined) };
    },
    stop: () => host.stop(config().lifecycle.stopTimeout),
  };
}

/** No setting of a host ends its processes: one isolate has one worker, and queues grow as they must. */
function hostHandler(context: AppContext): KindHandler<HostConfig> {
  const hosts = new Map<string, HeldHost>();
  return {
    name: 'process hosts',
    add: (entry, config) => {
      const host = new ProcessHost(entry.id, config.host, context.require(schedulerOptionsKey));
      const held: HeldHost = { config, host, service: hostService(host, () => held.config) };
      hosts.set(entry.id, held);
      void context.require(supervisorKey).register(entry.id, held.service, config.lifecycle);
    },
    update: ({ entry, config }) => {
      const held = hosts.get(entry.id) as HeldHost;
      held.config = config;
      held.host.settings = config.host;
      void context.require(supervisorKey).register(entry.id, held.service, config.lifecycle);
    },
    remove: (entry) => {
      hosts.delete(entry.id);
      void context.require(supervisorKey).remove(entry.id);
    },
  };
}

// ------------------------------------------------------------------------------------------------- process.service

function serviceSchema() {
  return z.object({
    process: entryRef({ kinds: ['process.*'], relative: true, code: true }),
    host: entryRef({ kinds: ['process.host', 'terminal.host'] }),
    input: z.array(z.unknown()).nullish(),
    lifecycle: lifecycleSchema(),
  });
}

type ServiceConfig = z.output<ReturnType<typeof serviceSchema>>;

interface HeldService {
  config: ServiceConfig;
  readonly service: Service;
}

/** Runs one process under the supervisor: an error is retried, a normal return ends the service. */
function processService(context: AppContext, config: () => ServiceConfig): Service {
  let pid: PID | null = null;
  let ended: Promise<Outcome> = Promise.resolve({ value: null, error: null });
  return {
    async start() {
      const { process, host, input, lifecycle } = config();
      const processes = context.require(processesKey);
      const request = { source: process, host, input: (input ?? []).map((value) => hostPayload(value)) };
      const frame = lifecycleFrame(lifecycle.security, context.require(policiesKey));
      let end: (outcome: Outcome) => void = () => undefined;
      const outcome = new Promise<Outcome>((resolve) => {
        end = resolve;
      });
      pid = null;
      // What cannot be begun is no run that has failed.
      pid = processes.exec(request, frame, (result) => end(result));
      ended = outcome;
      const done = ended.then(({ error }) => {
        if (error !== null) throw error.wrap('process failed');
      });
      return { done };
    },
    async stop(signal) {
      if (pid === null) return;
      const processes = context.require(processesKey);
      const target = pid;
      try {
        processes.stop(target, 'service stopping');
      } catch {
        // It has ended by itself.
        return;
      }
      const giveUp = (): void => {
        try {
          processes.terminate(target);
        } catch {
          // It has ended in the meantime.
        }
      };
      signal.addEventListener('abort', giveUp, { once: true });
      await ended;
      signal.removeEventListener('abort', giveUp);
    },
  };
}

function serviceHandler(context: AppContext): KindHandler<ServiceConfig> {
  const services = new Map<string, HeldService>();
  const check = (config: ServiceConfig): void => {
    if (config.host !== CONTROL_HOST) return;
    throw new WippyError(`invalid host: ${config.host}`, { kind: ErrorKind.Invalid, retryable: false });
  };
  const add = (id: string, config: ServiceConfig): void => {
    check(config);
    const held: HeldService = { config, service: processService(context, () => held.config) };
    services.set(id, held);
    void context.require(supervisorKey).register(id, held.service, config.lifecycle);
    context.require(loggerKey).debug('process service registered', { id });
  };
  return {
    name: 'process services',
    add: (entry, config) => add(entry.id, config),
    update: ({ entry, config }, previous) => {
      const held = services.get(entry.id);
      if (held === undefined || !onlyLifecycleDiffers(config, previous.config)) {
        add(entry.id, config);
        return;
      }
      held.config = config;
      void context.require(supervisorKey).register(entry.id, held.service, config.lifecycle);
    },
    restarts: (next, previous) => !onlyLifecycleDiffers(next.config, previous.config),
    remove: (entry) => {
      services.delete(entry.id);
      void context.require(supervisorKey).remove(entry.id);
    },
  };
}

/** `process.host`, `process.service`. */
export function processKinds() {
  return [
    defineKind({
      kind: 'process.host',
      description: 'A place where processes run.',
      schema: hostSchema,
      handler: hostHandler,
    }),
    defineKind({
      kind: 'process.service',
      description: 'A process that the supervisor keeps alive.',
      schema: serviceSchema,
      onCodeChange: 'restart',
      handler: serviceHandler,
    }),
  ];
}
