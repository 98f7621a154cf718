/** What a database's thread is asked and answers. Everything here is copied between threads. */

import type { SqlParameter } from '../values.ts';
import type { ParsedStatement } from './statement-text.ts';

export interface ThreadOptions {
  /** Path of the driver's module. */
  readonly driver: string;
  /** Absolute path, or `:memory:`. */
  readonly file: string;
  /** Milliseconds that a statement waits for a lock of another program. */
  readonly lockTimeout: number;
  /** Largest result in bytes, roughly counted. */
  readonly resultLimit: number;
  /** Requests that may be under way at once. */
  readonly window: number;
  /**
   * Shared by both sides. A request is to be given up if its id stands at `id % window`; at `window` stands 1 while the
   * thread works, else 0.
   */
  readonly shared: Int32Array;
}

export interface ThreadRequest {
  /** From 1, increasing. */
  readonly id: number;
  /** `prepare` only compiles; `close` ends the thread. */
  readonly kind: 'query' | 'execute' | 'prepare' | 'begin' | 'commit' | 'rollback' | 'close';
  readonly statements: readonly ParsedStatement[];
  readonly parameters: readonly SqlParameter[];
  /** Statements that write are refused. */
  readonly readOnly: boolean;
}

export interface ThreadError {
  readonly name: string;
  readonly message: string;
  /** SQLite's code, or one of `READ_ONLY`, `CANCELED`, `TOO_LARGE <limit>`; may be empty. */
  readonly code: string;
}

/** A value as the thread sends it: see SqlValue, without booleans. */
export type ThreadValue = null | number | bigint | { readonly n: number } | string;

export interface ThreadAnswer {
  /** 0 for the answer to opening the database. */
  readonly id: number;
  readonly error?: ThreadError;
  readonly columns?: readonly string[];
  /** Declared types of the columns, in lower case; empty where there is none. */
  readonly types?: readonly string[];
  readonly rows?: readonly (readonly ThreadValue[])[];
  readonly changes?: number;
  readonly lastId?: number | bigint;
}
