/** The body of `explain`: the page of a code, which is part of the documentation. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { DIAGNOSTIC_CODES, describeCode } from '../../project/diagnostics/codes.ts';
import { UsageError } from '../report-error.ts';

/** The page of a code, in any case of its letters. Throws UsageError for a text that is no code. */
export function explainCode(written: string, root: string): string {
  const code = written.toUpperCase();
  if (describeCode(code) === undefined) {
    const hint = didYouMean(code, Object.keys(DIAGNOSTIC_CODES)) ?? "List all codes with 'wippy explain'.";
    throw new UsageError(`unknown code "${written}"`, { kind: ErrorKind.NotFound, hint });
  }
  const path = join(root, 'docs', 'diagnostics', `${code}.md`);
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new WippyError(`the page of ${code} cannot be read: ${path}`, {
      kind: ErrorKind.Internal,
      hint: 'The installation is not complete; install wippy again.',
      cause,
    });
  }
}

/** One line for each code. */
export function listCodes(): string {
  const lines = Object.entries(DIAGNOSTIC_CODES).map(
    ([code, { severity, title }]) => `${code}  ${severity.padEnd(7)}  ${title}`,
  );
  return `${lines.join('\n')}\n`;
}
