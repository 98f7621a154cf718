/** Fields of log records as plain data. */
import { WippyError } from '../errors.ts';

function plainField(value: unknown, stackTraces: boolean): unknown {
  if (!(value instanceof Error)) return typeof value === 'bigint' ? String(value) : value;
  const stack = stackTraces && value.stack !== undefined ? { stack: value.stack } : {};
  if (!(value instanceof WippyError)) return { message: value.message, name: value.name, ...stack };
  const details = value.details === null ? {} : { details: value.details };
  const hint = value.hint === null ? {} : { hint: value.hint };
  return { message: value.message, kind: value.kind, ...details, ...hint, ...stack };
}

/** The fields with errors and big integers in a form that can be written as JSON; errors with their stacks on request. */
export function plainFields(fields: Readonly<Record<string, unknown>>, stackTraces = false): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) result[key] = plainField(value, stackTraces);
  return result;
}
