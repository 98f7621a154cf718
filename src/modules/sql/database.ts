/** `sql.DB`: a database that Lua code has acquired. */

import { formatDuration } from '../../infrastructure/duration.ts';
import { checkString } from '../../lua/runtime/arguments.ts';
import type { LuaFunction, LuaResult, LuaTable } from '../../lua/runtime/values.ts';
import { toLuaString } from '../../services/lua/convert/text.ts';
import { currentProcess, defineClass, fields, type UserdataClass } from '../../services/lua/module.ts';
import type { AcquiredDatabase } from '../../services/sql/commands.ts';
import type { Database, DatabaseStatistics } from '../../services/sql/database.ts';
import { checkParameters } from './parameters.ts';
import { execute, query } from './results.ts';
import { orFailure, prepare } from './statement.ts';
import { begin } from './transaction.ts';

/** Released by the program, or else when its process ends. */
export class LuaDatabase {
  readonly database: Database;
  private readonly lease: AcquiredDatabase['lease'];
  private readonly forget: () => void;

  constructor({ database, lease }: AcquiredDatabase) {
    this.database = database;
    this.lease = lease;
    this.forget = currentProcess().onClose(() => lease.release());
  }

  release(): void {
    this.forget();
    this.lease.release();
  }
}

function statisticsTable(statistics: DatabaseStatistics): LuaTable {
  return fields({
    max_open_connections: statistics.maxOpenConnections,
    open_connections: statistics.openConnections,
    in_use: statistics.inUse,
    idle: statistics.idle,
    wait_count: statistics.waitCount,
    wait_duration: toLuaString(formatDuration(statistics.waitDuration)),
    // Connections stay open.
    max_idle_closed: 0,
    max_idle_time_closed: 0,
    max_lifetime_closed: 0,
  });
}

function methods(): Record<string, LuaFunction> {
  const method =
    (name: string, work: (database: Database, args: Parameters<LuaFunction>) => LuaResult): LuaFunction =>
    (...args) => {
      const { database } = databaseClass.check(args, 1, name);
      return orFailure(() => work(database, args));
    };
  return {
    type: method('type', ({ type }) => [type, undefined]),
    query: method('query', (database, args) =>
      query(database, checkString(args, 2, 'query'), checkParameters(args, 3), 'query'),
    ),
    execute: method('execute', (database, args) =>
      execute(database, checkString(args, 2, 'execute'), checkParameters(args, 3), 'execute'),
    ),
    prepare: method('prepare', (database, args) => prepare(database, checkString(args, 2, 'prepare'), 'prepare')),
    begin: method('begin', (database, args) => begin(database, args[1])),
    stats: method('stats', (database) => [statisticsTable(database.statistics()), undefined]),
    release: (...args) => {
      databaseClass.check(args, 1, 'release').release();
      return [true, undefined];
    },
  };
}

export const databaseClass: UserdataClass<LuaDatabase> = defineClass('sql.DB', LuaDatabase, methods, () => ({
  __tostring: (...args) => `sql.DB{${databaseClass.check(args, 1, 'tostring').database.type}}`,
}));
