/** Kinds of databases. Reference: system/database of the Wippy documentation. */

import { resolve } from 'node:path';
import { z } from 'zod';
import { type AnyKind, defineKind, durationSchema, type KindHandler } from '../../core/kinds/index.ts';
import { lifecycleSchema, type Service } from '../../core/supervisor/index.ts';
import type { AppContext } from '../../infrastructure/app-context.ts';
import { clockKey, loggerKey, supervisorKey } from '../../system/context-keys.ts';
import { directoryRootsKey } from '../fs/kinds.ts';
import { refusedHandler } from '../refused-kind.ts';
import { databasesKey } from './database-registry.ts';
import { findDriver } from './sqlite/driver.ts';
import { MEMORY_FILE, SqliteDatabase } from './sqlite/sqlite-database.ts';

const pool = () =>
  z.object({
    max_open: z.int().min(0).optional(),
    max_idle: z.int().min(0).optional(),
    max_lifetime: durationSchema().optional(),
  });

const options = () => z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));

// ---------------------------------------------------------------------------------------------------- db.sql.sqlite

function sqliteSchema() {
  return z.object({
    file: z.string().min(1, { error: 'file path is required' }),
    /** One connection, which stays open: what the fields say makes no difference. */
    pool: pool().optional(),
    options: options().optional(),
    lifecycle: lifecycleSchema(),
  });
}

type SqliteConfig = z.output<ReturnType<typeof sqliteSchema>>;

function databaseService(database: SqliteDatabase): Service {
  return {
    resource: true,
    async start() {
      const failed = new Promise<never>((_resolve, reject) => {
        database.onFailure = reject;
      });
      // Settled only when somebody waits for it.
      failed.catch(() => undefined);
      await database.open();
      return { done: failed };
    },
    async stop(signal) {
      database.onFailure = null;
      await database.close(signal);
    },
  };
}

function sqliteHandler(context: AppContext): KindHandler<SqliteConfig> {
  const open = new Map<string, { database: SqliteDatabase; service: Service; file: string }>();
  const supervisor = () => context.require(supervisorKey);
  return {
    name: 'SQLite databases',
    add: (entry, { file, lifecycle }) => {
      const project = context.get(directoryRootsKey)?.project ?? process.cwd();
      const database = new SqliteDatabase({
        id: entry.id,
        file: file === MEMORY_FILE ? file : resolve(project, file),
        driver: () => findDriver(project),
        clock: context.require(clockKey),
        logger: context.require(loggerKey).named('sql'),
      });
      database.checkDirectory();
      const service = databaseService(database);
      open.set(entry.id, { database, service, file });
      context.require(databasesKey).set(entry.id, database);
      void supervisor().register(entry.id, service, lifecycle);
    },
    update: ({ entry, config }) => {
      const running = open.get(entry.id);
      if (running !== undefined) void supervisor().register(entry.id, running.service, config.lifecycle);
    },
    // The connections of the same file stay open.
    canUpdateInPlace: (next, previous) => next.config.file === previous.config.file,
    remove: (entry) => {
      const running = open.get(entry.id);
      open.delete(entry.id);
      if (running !== undefined) context.require(databasesKey).delete(entry.id, running.database);
      void supervisor().remove(entry.id);
    },
  };
}

// ------------------------------------------------------------------------------------ db.sql.postgres, db.sql.mysql

function serverSchema() {
  return z.object({
    host: z.string().optional(),
    host_env: z.string().optional(),
    port: z.union([z.int().min(1), z.string()]).optional(),
    port_env: z.string().optional(),
    database: z.string().optional(),
    database_env: z.string().optional(),
    username: z.string().optional(),
    username_env: z.string().optional(),
    password: z.string().optional(),
    password_env: z.string().optional(),
    pool: pool().optional(),
    options: options().optional(),
    lifecycle: lifecycleSchema(),
  });
}

/** `db.sql.sqlite`, `db.sql.postgres`, `db.sql.mysql`. */
export function sqlKinds(): AnyKind[] {
  const refuse = (kind: string, needs: string) =>
    refusedHandler(kind, { needs, hint: 'Use db.sql.sqlite, or disable the entry.' });
  return [
    defineKind({
      kind: 'db.sql.sqlite',
      description: 'A SQLite database in a file or in memory.',
      schema: sqliteSchema,
      handler: sqliteHandler,
    }),
    defineKind({
      kind: 'db.sql.postgres',
      description: 'A PostgreSQL database; not available in this runtime.',
      schema: serverSchema,
      handler: refuse('db.sql.postgres', 'a driver for PostgreSQL'),
    }),
    defineKind({
      kind: 'db.sql.mysql',
      description: 'A MySQL database; not available in this runtime.',
      schema: serverSchema,
      handler: refuse('db.sql.mysql', 'a driver for MySQL'),
    }),
  ];
}
