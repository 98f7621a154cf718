/** Values of databases. Texts are byte strings, as Lua has them. */

/** NULL, INTEGER, REAL, TEXT, BLOB. */
export type SqlParameter = null | bigint | number | string | Uint8Array;

/** A float that looks like an integer: a plain number is an integer where it is a safe one. */
export interface SqlFloat {
  readonly n: number;
}

/** NULL, INTEGER (a bigint beyond ±(2^53-1)), REAL, TEXT or BLOB, boolean. */
export type SqlValue = null | number | bigint | SqlFloat | string | boolean;

export interface QueryResult {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SqlValue[])[];
}

export interface ExecuteResult {
  /** Of the connection's last insert; an integer. */
  readonly lastInsertId: number | bigint;
  readonly rowsAffected: number;
}
