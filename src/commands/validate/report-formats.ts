/** The forms of reports. */
import { ErrorKind } from '../../infrastructure/errors.ts';
import { UsageError } from '../report-error.ts';

/** Names of the forms that a report of `validate` has. */
export const REPORT_FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The form where none is asked for: annotations in a workflow of GitHub Actions, else for people. */
export function defaultFormat(environment: Readonly<Record<string, string | undefined>>): ReportFormat {
  return environment['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty';
}

/** The form of reports that follow each other. Throws UsageError for one that is a document of its own. */
export function watchFormat(written: ReportFormat | undefined): 'pretty' | 'json' {
  if (written === undefined || written === 'pretty') return 'pretty';
  if (written === 'json') return 'json';
  throw new UsageError(`--watch cannot write ${written}, which is one document`, {
    kind: ErrorKind.Invalid,
    hint: 'Use --format pretty or --format json; the latter writes one line for each check.',
  });
}
