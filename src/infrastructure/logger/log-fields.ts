/** Fields of log records as plain data. */
import { WippyError } from '../errors.ts';

/** What is said about errors beside their message. */
export interface ErrorReports {
  /** The trace of application code that the error carries, as text; empty where it carries none. */
  trace(error: unknown): string;
  /** Whether to tell where the host made the error. */
  readonly hostStacks: boolean;
}

const noReports: ErrorReports = { trace: () => '', hostStacks: false };

function plainError(error: Error, reports: ErrorReports): Record<string, unknown> {
  const plain: Record<string, unknown> = { message: error.message };
  if (error instanceof WippyError) {
    plain['kind'] = error.kind;
    if (error.details !== null) plain['details'] = error.details;
    if (error.hint !== null) plain['hint'] = error.hint;
  } else {
    plain['name'] = error.name;
  }
  const trace = reports.trace(error);
  if (trace !== '') plain['trace'] = trace;
  const stack = reports.hostStacks ? hostStack(error) : '';
  if (stack !== '') plain['stack'] = stack;
  return plain;
}

/** The stacks of an error and its causes; errors that are answers have none. */
function hostStack(error: Error): string {
  const stacks: string[] = [];
  for (let current: unknown = error; current instanceof Error && stacks.length < 10; current = current.cause) {
    if (current.stack?.includes('\n')) stacks.push(current.stack);
  }
  return stacks.join('\ncaused by: ');
}

/** The fields with errors and big integers in a form that can be written as JSON. */
export function plainFields(
  fields: Readonly<Record<string, unknown>>,
  reports: ErrorReports = noReports,
): Record<string, unknown> {
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value instanceof Error) result[key] = plainError(value, reports);
    else result[key] = typeof value === 'bigint' ? String(value) : value;
  }
  return result;
}
