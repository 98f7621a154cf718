/** Names of the forms that a report of `validate` has. */
export const REPORT_FORMATS = ['pretty', 'json', 'sarif', 'github', 'junit'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The form where none is asked for: annotations in a workflow of GitHub Actions, else for people. */
export function defaultFormat(environment: Readonly<Record<string, string | undefined>>): ReportFormat {
  return environment['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty';
}
