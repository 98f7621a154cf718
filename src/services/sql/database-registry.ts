/** The databases of the application, by entry id. */

import { contextKey } from '../../infrastructure/app-context.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { Database } from './database.ts';

export class DatabaseRegistry {
  private readonly databases = new Map<string, Database>();

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

  /** @throws WippyError NotFound `database not found: X`. */
  require(id: string): Database {
    const database = this.databases.get(id);
    if (database !== undefined) return database;
    throw new WippyError(`database not found: ${id}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      details: { id },
      hint: didYouMean(id, this.databases.keys()),
    });
  }
}

export const databasesKey = contextKey<DatabaseRegistry>('databases');
