/** The body of `validate --fix`: correct what can be corrected, say what was, and report what is left. */
import { createTwoFilesPatch } from 'diff';
import { createProjectReview } from '../../boot/check-project.ts';
import { ProjectReader } from '../../dev/session/project-reader.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { reportedPath } from '../../project/diagnostics/render-json.ts';
import {
  type FixableDiagnostic,
  type FixedFile,
  type FixResult,
  fixProject,
} from '../../project/validate/fix-project.ts';
import { atLeast, fails } from '../../project/validate/select.ts';
import { requireDirectory } from '../open-project.ts';
import { print, printError } from '../output.ts';
import { findingsOf, requireCodes, selectFindings } from './findings.ts';
import { renderReport } from './render-report.ts';
import type { ValidateRequest } from './run-validate.ts';

export interface FixValidateRequest extends Omit<ValidateRequest, 'cache'> {
  /** Shows the changes and makes none. */
  readonly dryRun: boolean;
}

/** What was done goes to stderr, the report, or with `dryRun` the differences, to stdout; true where the check failed. */
export async function fixValidate(request: FixValidateRequest): Promise<boolean> {
  const { directory, selection, level, maxWarnings, dryRun } = request;
  requireCodes(selection.codes);
  requireDirectory(directory);
  const reader = new ProjectReader({ directory, load: request.project, check: createProjectReview() });
  const result = await fixProject({
    check: (changed) => reader.validate(changed),
    wanted: (validation) => selectFindings(validation, selection),
    write: !dryRun,
  });
  const { validation, files } = result;
  const selected = findingsOf(validation, selection);
  const shown = atLeast(selected, level);
  printError(describeFixes(result, directory, dryRun));
  if (dryRun) print(files.map((file) => difference(file, directory)).join(''));
  else {
    const report = { validation, shown, hidden: selected.length - shown.length, version: request.version };
    print(renderReport(report, request.format));
  }
  return fails(selected, maxWarnings);
}

function describeFixes({ fixed, skipped }: FixResult, directory: string, dryRun: boolean): string {
  const paint = paintFor(process.stderr, process.env);
  const verb = dryRun ? 'would fix' : 'fixed';
  const line = ({ fix, code, range }: FixableDiagnostic): string => {
    const at = range === undefined ? '' : `:${range.start.line}:${range.start.column}`;
    return `${paint('success', verb)} ${reportedPath(fix.file, directory)}${at}: ${paint('dim', code)} ${fix.title}\n`;
  };
  const left = [...skipped].map(
    ([file, reason]) => `${paint('warning', 'not fixed')} ${reportedPath(file, directory)}: ${reason}\n`,
  );
  return [...fixed.map(line), ...left].join('');
}

function difference({ file, before, after }: FixedFile, directory: string): string {
  const path = reportedPath(file, directory);
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 });
}
