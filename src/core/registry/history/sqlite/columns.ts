/** Values of columns; those of a damaged file may be anything. */
import { isPlainObject, type PlainObject, quoteValue } from '../../../../infrastructure/plain-data.ts';
import { damagedHistory } from './errors.ts';
import type { Row } from './statements.ts';

function wrong(row: Row, column: string): never {
  const value = row[column];
  throw damagedHistory(value === undefined ? `it lacks ${column}` : `column ${column} holds ${quoteValue(value)}`);
}

export function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === 'string' ? value : wrong(row, column);
}

export function integer(row: Row, column: string): number {
  const value = row[column];
  return Number.isSafeInteger(value) ? (value as number) : wrong(row, column);
}

export function real(row: Row, column: string): number {
  const value = row[column];
  return typeof value === 'number' ? value : wrong(row, column);
}

export function optionalText(row: Row, column: string): string | null {
  return row[column] === null ? null : text(row, column);
}

export function optionalInteger(row: Row, column: string): number | null {
  return row[column] === null ? null : integer(row, column);
}

function json(row: Row, column: string): unknown {
  try {
    return JSON.parse(text(row, column));
  } catch {
    return wrong(row, column);
  }
}

export function jsonMap(row: Row, column: string): PlainObject {
  const value = json(row, column);
  return isPlainObject(value) ? value : wrong(row, column);
}

export function jsonTexts(row: Row, column: string): string[] {
  const value = json(row, column);
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : wrong(row, column);
}
