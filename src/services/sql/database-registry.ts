/** The databases of the application, by entry id. */

import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { Database } from './database.ts';
import { invalidSql } from './errors.ts';

export class DatabaseRegistry {
  private readonly databases = new Map<string, Database>();
  private readonly kindOf: (id: string) => string | undefined;

  /** @param kindOf the kind of an entry, so that one of another kind is told from one that does not exist. */
  constructor(kindOf: (id: string) => string | undefined = () => undefined) {
    this.kindOf = kindOf;
  }

  set(id: string, database: Database): void {
    this.databases.set(id, database);
  }

  /** Forgets the database, unless another one has taken the id. */
  delete(id: string, database: Database): void {
    if (this.databases.get(id) === database) this.databases.delete(id);
  }

  find(id: string): Database | undefined {
    return this.databases.get(id);
  }

  /** @throws WippyError NotFound `database not found: X`, or Invalid for an entry that is none. */
  require(id: string): Database {
    const database = this.databases.get(id);
    if (database !== undefined) return database;
    const kind = this.kindOf(id);
    if (kind !== undefined) throw invalidSql(`resource is not a database: ${id} is a ${kind}`);
    throw new WippyError(`database not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: didYouMean(id, this.databases.keys()),
    });
  }
}

export const databasesKey = contextKey<DatabaseRegistry>('databases');
