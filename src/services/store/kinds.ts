/** `store.memory`. Reference: system/store of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, durationSchema, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, onlyLifecycleDiffers, type Service, simpleService } from '../../core/supervisor/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { clockKey, supervisorKey } from '../../system/context-keys.ts';
import { MemoryStore } from './memory-store.ts';
import { storesKey } from './store-registry.ts';

const DEFAULT_SIZE = 10_000;

function memorySchema() {
  return z.object({
    /** 0 means the default, not "no limit". */
    max_size: z
      .int()
      .min(0)
      .default(DEFAULT_SIZE)
      .transform((size) => (size === 0 ? DEFAULT_SIZE : size)),
    cleanup_interval: z.union([z.literal(0), durationSchema()]).default(5 * 60_000),
    lifecycle: lifecycleSchema(),
  });
}

type MemoryConfig = z.output<ReturnType<typeof memorySchema>>;

/** Other limits make a new store: what the old one held is gone, as after a restart. */
function memoryHandler(context: AppContext): KindHandler<MemoryConfig> {
  const services = new Map<string, Service>();
  const handler: KindHandler<MemoryConfig> = {
    name: 'memory stores',
    add: (entry, { max_size, cleanup_interval, lifecycle }) => {
      const store = new MemoryStore({
        clock: context.require(clockKey),
        maxSize: max_size,
        cleanupInterval: cleanup_interval,
      });
      const service = simpleService(
        async () => store.start(),
        async () => store.stop(),
      );
      context.require(storesKey).set(entry.id, store);
      services.set(entry.id, service);
      void context.require(supervisorKey).register(entry.id, service, lifecycle);
    },
    update: (next, previous, transaction) => {
      const service = services.get(next.entry.id);
      if (service !== undefined && onlyLifecycleDiffers(next.config, previous.config)) {
        void context.require(supervisorKey).register(next.entry.id, service, next.config.lifecycle);
        return;
      }
      return handler.add(next.entry, next.config, transaction);
    },
    restarts: (next, previous) => !onlyLifecycleDiffers(next.config, previous.config),
    remove: (entry) => {
      context.require(storesKey).delete(entry.id);
      services.delete(entry.id);
      void context.require(supervisorKey).remove(entry.id);
    },
  };
  return handler;
}

/** `store.memory`. */
export function storeKinds() {
  return [
    defineKind({
      kind: 'store.memory',
      description: 'A key-value store in memory.',
      schema: memorySchema,
      handler: memoryHandler,
    }),
  ];
}
