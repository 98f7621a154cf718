/** Errors as users see them: one line, a hint, and an exit code; never a stack trace. */
import { WippyError } from '../infrastructure/errors.ts';
import { paintFor } from '../project/diagnostics/paint.ts';

export const EXIT_FAILURE = 1;
export const EXIT_USAGE = 2;

/** Ends a command with a code after its output was written. */
export class CommandExit extends Error {
  readonly code: number;

  constructor(code: number) {
    super(`exit ${code}`);
    this.name = 'CommandExit';
    this.code = code;
  }
}

/** An argument or flag that was used wrongly; ends with exit code 2. */
export class UsageError extends WippyError {}

export interface ReportedError {
  readonly text: string;
  readonly exitCode: number;
}

/** Text for stderr and exit code of anything that a command threw. */
export function describeError(thrown: unknown): ReportedError {
  if (thrown instanceof CommandExit) return { text: '', exitCode: thrown.code };
  if (thrown instanceof UsageError) return { text: format(thrown.message, thrown.hint), exitCode: EXIT_USAGE };
  if (thrown instanceof WippyError) return { text: format(thrown.message, thrown.hint), exitCode: EXIT_FAILURE };
  const usage = commandLineError(thrown);
  if (usage !== undefined) return usage;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { text: format(message === '' ? 'unknown failure' : message, null), exitCode: EXIT_FAILURE };
}

/** Errors of the command line parser carry their exit code in `oclif`. */
function commandLineError(thrown: unknown): ReportedError | undefined {
  if (!(thrown instanceof Error) || !('oclif' in thrown)) return undefined;
  const { exit } = thrown.oclif as { exit?: number };
  if ('code' in thrown && thrown.code === 'EEXIT') return { text: '', exitCode: exit ?? 0 };
  const message = plainMessage(thrown.message);
  return { text: format(message, 'Add --help to see what the command takes.'), exitCode: EXIT_USAGE };
}

/** oclif's message without its layout and its advice. */
function plainMessage(message: string): string {
  const [first] = message.split(/\nSee more help|\n\nNote: /);
  const unknown = /^Nonexistent flags?: (.+)$/.exec(first);
  if (unknown !== null) return `unknown flag ${unknown[1]}`;
  return first.replace(/^The following errors? occurred:\s*/, '').replaceAll('=true cannot', ' cannot');
}

function format(message: string, hint: string | null): string {
  const paint = paintFor(process.stderr, process.env);
  const lines = [`${paint('error', 'Error:')} ${message}`];
  if (hint !== null) lines.push(`${paint('hint', 'Hint:')} ${hint}`);
  return `${lines.join('\n')}\n`;
}
