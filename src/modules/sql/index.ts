/** Module `sql`: SQL databases. Reference: lua/storage/sql of the Wippy documentation. */

import { checkString } from '../../lua/runtime/arguments.ts';
import { invalid } from '../../services/lua/convert/errors.ts';
import { fromLuaString } from '../../services/lua/convert/text.ts';
import { attempt, defineModule } from '../../services/lua/module.ts';
import { type AcquireCommand, type AcquiredDatabase, SqlCommand } from '../../services/sql/commands.ts';
import { DatabaseType } from '../../services/sql/database.ts';
import { builderMembers } from './builder/index.ts';
import { databaseClass, LuaDatabase } from './database.ts';
import { asMembers, createNull } from './parameters.ts';
import { ISOLATION_LEVELS } from './transaction.ts';
import { sqlTypes } from './types.ts';

export const sqlModule = defineModule({
  name: 'sql',
  description: 'SQL databases: statements, transactions and a query builder.',
  classes: ['storage', 'io', 'nondeterministic'],
  types: sqlTypes,
  members: () => ({
    get: (...args) => {
      const database = fromLuaString(checkString(args, 1, 'get'));
      if (database === '') return invalid('resource id is required');
      const command: AcquireCommand = { id: SqlCommand.Acquire, database };
      return attempt(command, (acquired) => [
        databaseClass.create(new LuaDatabase(acquired as AcquiredDatabase)),
        undefined,
      ]);
    },
    NULL: createNull(),
    type: {
      POSTGRES: DatabaseType.Postgres,
      MYSQL: DatabaseType.MySql,
      SQLITE: DatabaseType.Sqlite,
      UNKNOWN: DatabaseType.Unknown,
    },
    isolation: { ...ISOLATION_LEVELS },
    as: asMembers(),
    builder: builderMembers(),
  }),
});
