/** Conditions of WHERE, HAVING and ON. */

import { invalidSql } from '../../../services/sql/errors.ts';
import type { SqlParameter } from '../../../services/sql/values.ts';
import { join, Sqlizer, type SqlText } from './sql-text.ts';

/** Columns with what they are compared with, in the order of the names. A list means one of them. */
export type Comparisons = readonly (readonly [column: string, value: SqlParameter | readonly SqlParameter[]])[];

function isList(value: SqlParameter | readonly SqlParameter[]): value is readonly SqlParameter[] {
  return Array.isArray(value);
}

/** SQL as it was written. */
export class Expression extends Sqlizer {
  private readonly written: SqlText;

  constructor(sql: string, args: readonly SqlParameter[]) {
    super();
    this.written = { sql, args };
  }

  toSql(): SqlText {
    return this.written;
  }
}

/** `=`, `IN` and `IS NULL`, or their opposites. Without columns it is true. */
export class Equality extends Sqlizer {
  private readonly comparisons: Comparisons;
  private readonly negated: boolean;

  constructor(comparisons: Comparisons, negated = false) {
    super();
    this.comparisons = comparisons;
    this.negated = negated;
  }

  toSql(): SqlText {
    if (this.comparisons.length === 0) return { sql: '(1=1)', args: [] };
    const { negated } = this;
    const parts = this.comparisons.map(([column, value]): SqlText => {
      if (value === null) return { sql: `${column} IS ${negated ? 'NOT ' : ''}NULL`, args: [] };
      if (!isList(value)) return { sql: `${column} ${negated ? '<>' : '='} ?`, args: [value] };
      if (value.length === 0) return { sql: negated ? '(1=1)' : '(1=0)', args: [] };
      const marks = value.map(() => '?').join(',');
      return { sql: `${column} ${negated ? 'NOT IN' : 'IN'} (${marks})`, args: value };
    });
    return join(parts, ' AND ');
  }
}

/** `<`, `<=`, `>`, `>=`, `LIKE`, `NOT LIKE`. */
export class Comparison extends Sqlizer {
  private readonly operator: string;
  private readonly comparisons: Comparisons;

  constructor(operator: string, comparisons: Comparisons) {
    super();
    this.operator = operator;
    this.comparisons = comparisons;
  }

  toSql(): SqlText {
    const { operator } = this;
    const kind = operator.endsWith('LIKE') ? 'like operators' : 'less than or greater than operators';
    const parts = this.comparisons.map(([column, value]): SqlText => {
      if (value === null) throw invalidSql(`cannot use null with ${kind}`);
      if (isList(value)) throw invalidSql(`cannot use array or slice with ${kind}`);
      return { sql: `${column} ${operator} ?`, args: [value] };
    });
    return join(parts, ' AND ');
  }
}

/** Conditions in parentheses, joined by AND or OR. None at all is true for AND and false for OR. */
export class Conjunction extends Sqlizer {
  private readonly operator: 'AND' | 'OR';
  private readonly parts: readonly Sqlizer[];

  constructor(operator: 'AND' | 'OR', parts: readonly Sqlizer[]) {
    super();
    this.operator = operator;
    this.parts = parts;
  }

  toSql(): SqlText {
    if (this.parts.length === 0) return { sql: this.operator === 'AND' ? '(1=1)' : '(1=0)', args: [] };
    const joined = join(
      this.parts.map((part) => part.toSql()),
      ` ${this.operator} `,
    );
    return joined.sql === '' ? joined : { sql: `(${joined.sql})`, args: joined.args };
  }
}
