/** What `validate` and `lint` have in common: the findings that the flags ask for. */
import { ErrorKind } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { DIAGNOSTIC_CODES, describeCode } from '../../project/diagnostics/codes.ts';
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import { type Selection, selectDiagnostics } from '../../project/validate/select.ts';
import type { Validation } from '../../project/validate/validate-project.ts';
import { missingLock } from '../open-project.ts';
import { UsageError } from '../report-error.ts';

/** The selected findings. Throws NotFound where the directory holds no project. */
export function findingsOf(validation: Validation, selection: Selection): Diagnostic[] {
  const { namespaces, diagnostics, hasLock, files, lockPath } = validation;
  if (!hasLock && files === 0) throw missingLock(lockPath);
  return selectDiagnostics(diagnostics, selection, ({ entry, file }) =>
    entry !== undefined ? entry.slice(0, entry.indexOf(':')) : file && namespaces.get(file),
  );
}

/** Throws UsageError for a text that is no code. */
export function requireCodes(codes: readonly string[]): void {
  for (const code of codes) {
    if (describeCode(code) !== undefined) continue;
    throw new UsageError(`unknown code "${code}"`, {
      kind: ErrorKind.Invalid,
      hint: didYouMean(code, Object.keys(DIAGNOSTIC_CODES)) ?? "List all codes with 'wippy explain'.",
    });
  }
}
