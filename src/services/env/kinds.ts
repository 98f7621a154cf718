/** `env.storage.*` and `env.variable`. Reference: system/env of the Wippy documentation. */

import { z } from 'zod';
import { defineKind, entryRef, entryRefs, type KindHandler } from '../../core/kinds/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { envKey, programEnvironmentKey } from './env-service.ts';
import type { EnvStorage } from './storage.ts';
import { FileStorage } from './storages/file-storage.ts';
import { RouterStorage } from './storages/router-storage.ts';
import { MemoryStorage, StaticStorage, SystemStorage } from './storages/simple-storages.ts';

const STORAGE_KINDS = ['env.storage.*'];

/** Adds what `create` makes to the environment. An update makes it anew. */
function storageHandler<C>(create: (config: C, context: AppContext) => EnvStorage) {
  return (context: AppContext): KindHandler<C> => ({
    add: (entry, config) => context.require(envKey).setStorage(entry.id, create(config, context)),
    remove: (entry) => context.require(envKey).deleteStorage(entry.id),
  });
}

const mode = (byDefault: number) =>
  z
    .int()
    .min(0)
    .max(0o7777)
    .default(byDefault)
    .transform((value) => (value === 0 ? byDefault : value));

function fileSchema() {
  return z.object({
    file_path: z.string().min(1, { error: 'file path must not be empty' }),
    auto_create: z.boolean().default(false),
    file_mode: mode(0o644),
    dir_mode: mode(0o755),
  });
}

function staticSchema() {
  return z.object({ values: z.record(z.string(), z.string()).default({}) });
}

function routerSchema() {
  return z.object({
    storages: entryRefs({ kinds: STORAGE_KINDS }).min(1, { error: 'router storage must have at least one storage' }),
  });
}

function routerStorage({ storages }: z.output<ReturnType<typeof routerSchema>>, context: AppContext): EnvStorage {
  const env = context.require(envKey);
  const members = () => storages.map((id) => env.storage(id));
  // A missing member is an error of the entry, not of its first use.
  members();
  return new RouterStorage(members);
}

function variableSchema() {
  return z.object({
    variable: z
      .string()
      .regex(/^[A-Za-z0-9_]*$/, {
        error:
          'invalid environment variable name: must only contain alphanumeric characters (a-z, A-Z, 0-9) and underscores',
      })
      .optional(),
    storage: entryRef({ kinds: STORAGE_KINDS }),
    default: z.string().optional(),
    readonly: z.boolean().default(false),
  });
}

type VariableConfig = z.output<ReturnType<typeof variableSchema>>;

function variableHandler(context: AppContext): KindHandler<VariableConfig> {
  const put = (id: string, config: VariableConfig): void => {
    const { variable: name, storage, default: value, readonly } = config;
    context.require(envKey).setVariable({
      id,
      storage,
      readonly,
      ...(name === undefined ? {} : { name }),
      ...(value === undefined ? {} : { default: value }),
    });
  };
  return {
    name: 'environment variables',
    add: (entry, config) => put(entry.id, config),
    update: ({ entry, config }) => put(entry.id, config),
    remove: (entry) => context.require(envKey).deleteVariable(entry.id),
  };
}

/** `env.storage.memory`, `.file`, `.os`, `.static`, `.router`, and `env.variable`. */
export function envKinds() {
  return [
    defineKind({
      kind: 'env.storage.memory',
      description: 'Environment values that last as long as the program.',
      schema: () => z.object({}),
      handler: storageHandler(() => new MemoryStorage()),
    }),
    defineKind({
      kind: 'env.storage.file',
      description: 'Environment values in a file of KEY=VALUE lines.',
      schema: fileSchema,
      handler: storageHandler<z.output<ReturnType<typeof fileSchema>>>(
        (config) =>
          new FileStorage({
            path: config.file_path,
            autoCreate: config.auto_create,
            fileMode: config.file_mode,
            directoryMode: config.dir_mode,
          }),
      ),
    }),
    defineKind({
      kind: 'env.storage.os',
      description: 'The environment of the program, read-only.',
      schema: () => z.object({}),
      handler: storageHandler((_config, context) => new SystemStorage(context.get(programEnvironmentKey))),
    }),
    defineKind({
      kind: 'env.storage.static',
      description: 'Environment values in the configuration, read-only.',
      schema: staticSchema,
      handler: storageHandler<z.output<ReturnType<typeof staticSchema>>>(({ values }) => new StaticStorage(values)),
    }),
    defineKind({
      kind: 'env.storage.router',
      description: 'Several environment storages, asked in order.',
      schema: routerSchema,
      handler: storageHandler(routerStorage),
    }),
    defineKind({
      kind: 'env.variable',
      description: 'A named environment value in a storage.',
      schema: variableSchema,
      handler: variableHandler,
    }),
  ];
}
