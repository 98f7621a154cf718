/** The body of `validate`: load and check the project, choose what to show, write the report. */
import { reviewProject } from '../../boot/check-project.ts';
import { ErrorKind } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { DIAGNOSTIC_CODES, describeCode } from '../../project/diagnostics/codes.ts';
import type { Severity } from '../../project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { atLeast, fails, type Selection, selectDiagnostics } from '../../project/validate/select.ts';
import { validateProject } from '../../project/validate/validate-project.ts';
import { missingLock, requireDirectory } from '../open-project.ts';
import { print } from '../output.ts';
import { UsageError } from '../report-error.ts';
import { type Report, renderReport } from './render-report.ts';
import type { ReportFormat } from './report-formats.ts';

export interface ValidateRequest {
  /** Absolute path. */
  readonly directory: string;
  readonly project: LoadProjectOptions;
  readonly selection: Selection;
  readonly level: Severity;
  /** Undefined for any number. */
  readonly maxWarnings: number | undefined;
  readonly format: ReportFormat;
}

/** Writes the report to stdout; true where the check failed. Throws coded errors where it could not be made. */
export async function runValidate(request: ValidateRequest): Promise<boolean> {
  const { directory, selection, level, maxWarnings, format } = request;
  for (const code of selection.codes) requireCode(code);
  requireDirectory(directory);
  const validation = await validateProject(directory, request.project, reviewProject);
  if (!validation.hasLock) throw missingLock(validation.lockPath);
  const { namespaces } = validation;
  const selected = selectDiagnostics(validation.diagnostics, selection, ({ entry, file }) =>
    entry !== undefined ? entry.slice(0, entry.indexOf(':')) : file && namespaces.get(file),
  );
  const shown = atLeast(selected, level);
  const report: Report = { validation, shown, hidden: selected.length - shown.length };
  print(renderReport(report, format));
  return fails(selected, maxWarnings);
}

function requireCode(code: string): void {
  if (describeCode(code) !== undefined) return;
  throw new UsageError(`unknown code "${code}"`, {
    kind: ErrorKind.Invalid,
    hint: didYouMean(code, Object.keys(DIAGNOSTIC_CODES)) ?? 'Codes are of the form P0701.',
  });
}
