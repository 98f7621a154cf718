/** Fields of log records as plain data. */
import { WippyError } from '../errors.ts';

function plainField(value: unknown): unknown {
  if (value instanceof WippyError) {
    const details = value.details === null ? {} : { details: value.details };
    const hint = value.hint === null ? {} : { hint: value.hint };
    return { message: value.message, kind: value.kind, ...details, ...hint };
  }
  if (value instanceof Error) return { message: value.message, name: value.name };
  if (typeof value === 'bigint') return String(value);
  return value;
}

/** The fields with errors and big integers in a form that can be written as JSON. */
export function plainFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) result[key] = plainField(value);
  return result;
}
