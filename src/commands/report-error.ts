/** Errors as users see them: one line, a hint, and an exit code; never a stack trace. */
import { WippyError } from '../infrastructure/errors.ts';
import { fileProblem, systemCode } from '../infrastructure/file-error.ts';
import { harmlessText } from '../infrastructure/harmless-text.ts';
import { didYouMean } from '../infrastructure/suggest.ts';
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

/** A check that could not be made, for whatever reason; ends with exit code 2, because 1 is the result of a check. */
export class CheckImpossible extends Error {
  constructor(cause: unknown) {
    super('the check could not be made', { cause });
    this.name = 'CheckImpossible';
  }
}

export interface ReportedError {
  readonly text: string;
  readonly exitCode: number;
}

/** Text for stderr and exit code of anything that a command threw; `withStack` for defects of the program. */
export function describeError(thrown: unknown, withStack = false): ReportedError {
  if (thrown instanceof CommandExit) return { text: '', exitCode: thrown.code };
  if (thrown instanceof CheckImpossible) return { ...describeError(thrown.cause, withStack), exitCode: EXIT_USAGE };
  if (thrown instanceof UsageError) return { text: format(thrown.message, thrown.hint), exitCode: EXIT_USAGE };
  if (thrown instanceof WippyError) return { text: format(thrown.message, thrown.hint), exitCode: EXIT_FAILURE };
  const usage = commandLineError(thrown);
  if (usage !== undefined) return usage;
  return { text: describeDefect(thrown, withStack), exitCode: EXIT_FAILURE };
}

/** Text for something that nobody foresaw: an error of the operating system, or a defect of this program. */
export function describeDefect(thrown: unknown, withStack: boolean): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  if (systemCode(thrown) !== undefined && !withStack) {
    const path = thrown instanceof Error && 'path' in thrown ? `${String(thrown.path)}: ` : '';
    return format(`${path}${fileProblem(thrown)}`, null);
  }
  const hint = 'This is a defect of wippy. --very-verbose shows where it happened.';
  const stack = withStack && thrown instanceof Error && thrown.stack !== undefined ? `${thrown.stack}\n` : '';
  return format(`internal error: ${message === '' ? 'unknown failure' : message}`, hint) + stack;
}

/** Errors of the command line parser carry their exit code in `oclif`. */
function commandLineError(thrown: unknown): ReportedError | undefined {
  if (!(thrown instanceof Error) || !('oclif' in thrown)) return undefined;
  const { exit } = thrown.oclif as { exit?: number };
  if ('code' in thrown && thrown.code === 'EEXIT') return { text: '', exitCode: exit ?? 0 };
  const message = plainMessage(thrown.message);
  const flag = unknownFlag(thrown);
  const hint = flag === undefined ? undefined : didYouMean(flag, knownFlags(thrown));
  return { text: format(message, hint ?? 'Add --help to see what the command takes.'), exitCode: EXIT_USAGE };
}

/** The flag that an error of the command line parser complains of, if it is one that does not exist. */
export function unknownFlag(thrown: unknown): string | undefined {
  const message = thrown instanceof Error ? thrown.message : '';
  return /^Nonexistent flags?: (\S+?),?(?:\s|$)/.exec(message)?.[1];
}

/** The flags of the command whose parser threw the error: `--verbose`, ... */
export function knownFlags(thrown: unknown): string[] {
  const parse = typeof thrown === 'object' && thrown !== null && 'parse' in thrown ? thrown.parse : undefined;
  const { input } = (parse ?? {}) as { input?: { flags?: object } };
  return Object.keys(input?.flags ?? {}).map((name) => `--${name}`);
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
  const lines = [`${paint('error', 'Error:')} ${harmlessText(message)}`];
  if (hint !== null) lines.push(`${paint('hint', 'Hint:')} ${harmlessText(hint)}`);
  return `${lines.join('\n')}\n`;
}
