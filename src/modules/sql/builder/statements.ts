/** The four statements as data, and how they are written. Order of the clauses as in Squirrel. */

import { invalidSql } from '../../../services/sql/errors.ts';
import type { SqlParameter } from '../../../services/sql/values.ts';
import { clause, concat, join, NO_TEXT, Sqlizer, type SqlText, text } from './sql-text.ts';

/** A value: a parameter, or an expression that stands in its place. */
export type ValueOrSql = SqlParameter | Sqlizer;

export interface SelectParts {
  readonly options: readonly string[];
  readonly columns: readonly string[];
  readonly from: SqlText;
  readonly joins: readonly SqlText[];
  readonly where: readonly Sqlizer[];
  readonly groupBy: readonly string[];
  readonly having: readonly Sqlizer[];
  readonly orderBy: readonly string[];
  readonly limit: string;
  readonly offset: string;
  readonly suffixes: readonly SqlText[];
}

export interface InsertParts {
  readonly table: string;
  readonly prefixes: readonly SqlText[];
  readonly options: readonly string[];
  readonly columns: readonly string[];
  readonly values: readonly (readonly ValueOrSql[])[];
  readonly select: SelectParts | null;
  readonly suffixes: readonly SqlText[];
}

export interface UpdateParts {
  readonly table: string;
  readonly sets: readonly (readonly [column: string, value: ValueOrSql])[];
  readonly from: SqlText;
  readonly where: readonly Sqlizer[];
  readonly orderBy: readonly string[];
  readonly limit: string;
  readonly offset: string;
  readonly suffixes: readonly SqlText[];
}

export interface DeleteParts {
  readonly table: string;
  readonly where: readonly Sqlizer[];
  readonly orderBy: readonly string[];
  readonly limit: string;
  readonly offset: string;
  readonly suffixes: readonly SqlText[];
}

const conditions = (keyword: string, parts: readonly Sqlizer[]): SqlText =>
  clause(
    keyword,
    parts.map((part) => part.toSql()),
    ' AND ',
  );

const names = (keyword: string, list: readonly string[]): SqlText => clause(keyword, list.map(text), ', ');

/** ORDER BY, LIMIT, OFFSET and what comes after the statement. */
function tail(parts: Pick<SelectParts, 'orderBy' | 'limit' | 'offset' | 'suffixes'>): SqlText {
  return concat(
    names(' ORDER BY ', parts.orderBy),
    clause(' LIMIT ', [text(parts.limit)], ''),
    clause(' OFFSET ', [text(parts.offset)], ''),
    clause(' ', parts.suffixes, ' '),
  );
}

const value = (given: ValueOrSql): SqlText => (given instanceof Sqlizer ? given.toSql() : { sql: '?', args: [given] });

export function selectSql(parts: SelectParts): SqlText {
  if (parts.columns.length === 0) throw invalidSql('select statements must have at least one result column');
  return concat(
    text('SELECT '),
    text(parts.options.map((option) => `${option} `).join('')),
    join(parts.columns.map(text), ', '),
    clause(' FROM ', [parts.from], ''),
    clause(' ', parts.joins, ' '),
    conditions(' WHERE ', parts.where),
    names(' GROUP BY ', parts.groupBy),
    conditions(' HAVING ', parts.having),
    tail(parts),
  );
}

export function insertSql(parts: InsertParts): SqlText {
  if (parts.table === '') throw invalidSql('insert statements must specify a table');
  if (parts.values.length === 0 && parts.select === null) {
    throw invalidSql('insert statements must have at least one set of values or select clause');
  }
  const prefix = join(parts.prefixes, ' ');
  const rows = parts.values.map((row) => concat(text('('), join(row.map(value), ','), text(')')));
  return concat(
    prefix.sql === '' ? NO_TEXT : { sql: `${prefix.sql} `, args: prefix.args },
    text('INSERT '),
    text(parts.options.map((option) => `${option} `).join('')),
    text(`INTO ${parts.table} `),
    text(parts.columns.length === 0 ? '' : `(${parts.columns.join(',')}) `),
    parts.select === null ? concat(text('VALUES '), join(rows, ',')) : selectSql(parts.select),
    clause(' ', parts.suffixes, ' '),
  );
}

export function updateSql(parts: UpdateParts): SqlText {
  if (parts.table === '') throw invalidSql('update statements must specify a table');
  if (parts.sets.length === 0) throw invalidSql('update statements must have at least one Set clause');
  const sets = parts.sets.map(([column, given]) => concat(text(`${column} = `), value(given)));
  return concat(
    text(`UPDATE ${parts.table}`),
    clause(' SET ', sets, ', '),
    clause(' FROM ', [parts.from], ''),
    conditions(' WHERE ', parts.where),
    tail(parts),
  );
}

export function deleteSql(parts: DeleteParts): SqlText {
  if (parts.table === '') throw invalidSql('delete statements must specify a From table');
  return concat(text(`DELETE FROM ${parts.table}`), conditions(' WHERE ', parts.where), tail(parts));
}
