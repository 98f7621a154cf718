/** Pieces of SQL with the arguments of their `?`. The text is what Squirrel makes, the builder of the Go runtime. */

import type { SqlParameter } from '../../../services/sql/values.ts';

/** `sql` is a byte string. */
export interface SqlText {
  readonly sql: string;
  readonly args: readonly SqlParameter[];
}

export const NO_TEXT: SqlText = { sql: '', args: [] };

/** A piece that can be written as SQL. @throws WippyError Invalid where it cannot. */
export abstract class Sqlizer {
  abstract toSql(): SqlText;
}

/** The pieces that are not empty, with a separator between them. */
export function join(parts: readonly SqlText[], separator: string): SqlText {
  const present = parts.filter(({ sql }) => sql !== '');
  return { sql: present.map(({ sql }) => sql).join(separator), args: present.flatMap(({ args }) => args) };
}

/** One piece after the other. */
export function concat(...parts: readonly SqlText[]): SqlText {
  return join(parts, '');
}

export function text(sql: string): SqlText {
  return { sql, args: [] };
}

/** The keyword and the pieces; nothing where there are none. */
export function clause(keyword: string, parts: readonly SqlText[], separator: string): SqlText {
  const joined = join(parts, separator);
  return joined.sql === '' ? NO_TEXT : { sql: `${keyword}${joined.sql}`, args: joined.args };
}

/** How the `?` of a finished statement are written. */
export class PlaceholderFormat {
  readonly name: string;
  /** What comes before the number; empty for `?` as they are. */
  private readonly prefix: string;

  constructor(name: string, prefix: string) {
    this.name = name;
    this.prefix = prefix;
  }

  /** `??` stands for a question mark that is no placeholder. */
  apply(sql: string): string {
    if (this.prefix === '') return sql;
    let number = 0;
    return sql.replace(/\?\??/g, (mark) => (mark === '??' ? '?' : `${this.prefix}${++number}`));
  }
}
