/** Kinds of queues. Reference: system/queue and guides/queue-consumers of the Wippy documentation. */

import { z } from 'zod';
import { type AnyKind, defineKind, entryRef, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, type Service } from '../../core/supervisor/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { clockKey, functionsKey, loggerKey, policiesKey, supervisorKey } from '../../system/context-keys.ts';
import { lifecycleFrame } from '../../system/security/lifecycle-identity.ts';
import { refusedHandler } from '../refused-kind.ts';
import { Consumer } from './consumer.ts';
import { MemoryDriver } from './memory-driver.ts';
import { queuesKey } from './queue-registry.ts';

// ---------------------------------------------------------------------------------------------- queue.driver.memory

function driverSchema() {
  return z.object({ lifecycle: lifecycleSchema() });
}

function memoryService(driver: MemoryDriver): Service {
  return {
    resource: true,
    async start() {
      driver.start();
      return { done: new Promise(() => undefined) };
    },
    async stop() {
      driver.stop();
    },
  };
}

function driverHandler(context: AppContext): KindHandler<z.output<ReturnType<typeof driverSchema>>> {
  const services = new Map<string, Service>();
  return {
    name: 'memory queue drivers',
    add: (entry, { lifecycle }) => {
      const queues = context.require(queuesKey);
      const driver = new MemoryDriver({
        clock: context.require(clockKey),
        logger: context.require(loggerKey).named('queue'),
        publish: (queue, message) => queues.publish(queue, message),
      });
      const service = memoryService(driver);
      services.set(entry.id, service);
      queues.setDriver(entry.id, driver);
      void context.require(supervisorKey).register(entry.id, service, lifecycle);
    },
    update: ({ entry, config }) => {
      const service = services.get(entry.id);
      if (service !== undefined) void context.require(supervisorKey).register(entry.id, service, config.lifecycle);
    },
    remove: (entry) => {
      services.delete(entry.id);
      context.require(queuesKey).deleteDriver(entry.id);
      void context.require(supervisorKey).remove(entry.id);
    },
  };
}

// ------------------------------------------------------------------------------------------------------ queue.queue

const DEFAULT_LENGTH = 1000;

const driverOptions = () => z.record(z.string(), z.looseObject({}));

function queueSchema() {
  return (
    z
      .object({
        driver: entryRef({ kinds: ['queue.driver.*'], relative: true }),
        codec: z.string().optional(),
        queue_name: z.string().optional(),
        driver_options: z
          .looseObject({ memory: z.looseObject({ max_length: z.int().min(0).optional() }).optional() })
          .optional(),
        dead_letter: z
          .object({
            queue: entryRef({ kinds: ['queue.queue'], relative: true }),
            max_attempts: z.int().min(1).default(5),
          })
          .optional(),
        lifecycle: lifecycleSchema(),
      })
      // A queue is no service of its own; it works while its driver does.
      .transform(({ lifecycle: _lifecycle, ...queue }) => queue)
  );
}

function queueHandler(context: AppContext): KindHandler<z.output<ReturnType<typeof queueSchema>>> {
  const declare = (id: string, config: z.output<ReturnType<typeof queueSchema>>): void => {
    const length = config.driver_options?.memory?.max_length ?? 0;
    const letters = config.dead_letter;
    context.require(queuesKey).declare(config.driver, {
      id,
      maxLength: length === 0 ? DEFAULT_LENGTH : length,
      deadLetter: letters === undefined ? null : { queue: letters.queue, maxAttempts: letters.max_attempts },
    });
  };
  return {
    name: 'queues',
    add: (entry, config) => declare(entry.id, config),
    update: ({ entry, config }) => declare(entry.id, config),
    remove: (entry) => context.require(queuesKey).remove(entry.id),
  };
}

// --------------------------------------------------------------------------------------------------- queue.consumer

/** Below 1 the default counts, as in the Go runtime. */
const count = (otherwise: number, maximum: number) =>
  z
    .int()
    .max(maximum)
    .default(otherwise)
    .transform((value) => (value < 1 ? otherwise : value));

function consumerSchema() {
  return z.object({
    queue: entryRef({ kinds: ['queue.queue'], relative: true }),
    func: entryRef({ kinds: ['function.*', 'process.*'], relative: true }),
    concurrency: count(1, 1000),
    prefetch: count(10, 10_000),
    auto_ack: z.boolean().optional(),
    driver_options: driverOptions().optional(),
    lifecycle: lifecycleSchema(),
  });
}

type ConsumerConfig = z.output<ReturnType<typeof consumerSchema>>;

interface HeldConsumer {
  config: ConsumerConfig;
  readonly consumer: Consumer;
}

function consumerHandler(context: AppContext): KindHandler<ConsumerConfig> {
  const consumers = new Map<string, HeldConsumer>();
  return {
    name: 'queue consumers',
    add: ({ id }, config) => {
      const consumer = new Consumer({
        id,
        queue: config.queue,
        func: config.func,
        concurrency: config.concurrency,
        prefetch: config.prefetch,
        queues: context.require(queuesKey),
        functions: context.require(functionsKey),
        frame: () => lifecycleFrame(held.config.lifecycle.security, context.require(policiesKey)),
        logger: context.require(loggerKey).named('queue'),
      });
      const held: HeldConsumer = { config, consumer };
      consumers.set(id, held);
      void context.require(supervisorKey).register(id, consumer, config.lifecycle);
    },
    update: ({ entry, config }) => {
      const held = consumers.get(entry.id) as HeldConsumer;
      held.config = config;
      held.consumer.set(config);
      void context.require(supervisorKey).register(entry.id, held.consumer, config.lifecycle);
    },
    canUpdateInPlace: (next, previous) => next.config.queue === previous.config.queue,
    remove: ({ id }) => {
      consumers.delete(id);
      void context.require(supervisorKey).remove(id);
    },
  };
}

// ----------------------------------------------------------------------------------- queue.driver.amqp and others

function brokerSchema() {
  return z.looseObject({ lifecycle: lifecycleSchema() });
}

/** `queue.driver.memory`, `queue.driver.amqp`, `queue.driver.sqs`, `queue.queue`, `queue.consumer`. */
export function queueKinds(): AnyKind[] {
  const refuse = (kind: string, needs: string) =>
    refusedHandler(kind, { needs, hint: 'Use queue.driver.memory, or disable the entry.' });
  return [
    defineKind({
      kind: 'queue.driver.memory',
      description: 'Queues in memory.',
      schema: driverSchema,
      handler: driverHandler,
    }),
    defineKind({
      kind: 'queue.driver.amqp',
      description: 'Queues of an AMQP broker such as RabbitMQ; not available in this runtime.',
      schema: brokerSchema,
      handler: refuse('queue.driver.amqp', 'a client for AMQP'),
    }),
    defineKind({
      kind: 'queue.driver.sqs',
      description: 'Queues of Amazon SQS; not available in this runtime.',
      schema: brokerSchema,
      handler: refuse('queue.driver.sqs', 'a client for Amazon SQS'),
    }),
    defineKind({
      kind: 'queue.queue',
      description: 'A queue of messages.',
      schema: queueSchema,
      handler: queueHandler,
    }),
    defineKind({
      kind: 'queue.consumer',
      description: 'Calls a function for each message of a queue.',
      schema: consumerSchema,
      handler: consumerHandler,
    }),
  ];
}
