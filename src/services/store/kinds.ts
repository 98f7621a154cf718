/** `store.memory`. Reference: system/store of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, durationSchema, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, type Service, simpleService } from '../../core/supervisor/index.ts';
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

function memoryHandler(context: AppContext): KindHandler<MemoryConfig> {
  const stores = new Map<string, { readonly store: MemoryStore; readonly service: Service }>();
  const limits = ({ max_size, cleanup_interval }: MemoryConfig) => ({
    maxSize: max_size,
    cleanupInterval: cleanup_interval,
  });
  return {
    name: 'memory stores',
    add: ({ id }, config) => {
      const store = new MemoryStore({ clock: context.require(clockKey), ...limits(config) });
      const service = simpleService(
        async () => store.start(),
        async () => store.stop(),
      );
      context.require(storesKey).set(id, store);
      stores.set(id, { store, service });
      void context.require(supervisorKey).register(id, service, config.lifecycle);
    },
    update: ({ entry, config }) => {
      const held = stores.get(entry.id);
      if (held === undefined) return;
      held.store.limit(limits(config));
      void context.require(supervisorKey).register(entry.id, held.service, config.lifecycle);
    },
    remove: ({ id }) => {
      context.require(storesKey).delete(id);
      stores.delete(id);
      void context.require(supervisorKey).remove(id);
    },
  };
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
