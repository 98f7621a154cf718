/** The body of `validate`: load and check the project, choose what to show, write the report. */
import type { Severity } from '../../project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { atLeast, fails, type Selection } from '../../project/validate/select.ts';
import { print } from '../output.ts';
import { type CacheUse, checkDirectory, findingsOf, requireCodes } from './findings.ts';
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
  readonly cache: CacheUse;
  /** Of the program. */
  readonly version: string;
}

/** Writes the report to stdout; true where the check failed. Throws coded errors where it could not be made. */
export async function runValidate(request: ValidateRequest): Promise<boolean> {
  const { directory, selection, level, maxWarnings, format } = request;
  requireCodes(selection.codes);
  const validation = await checkDirectory(directory, request.project, request.cache);
  const selected = findingsOf(validation, selection);
  const shown = atLeast(selected, level);
  const report: Report = { validation, shown, hidden: selected.length - shown.length, version: request.version };
  print(renderReport(report, format));
  return fails(selected, maxWarnings);
}
