/** Names of the forms that a report of `validate` has. */
export const REPORT_FORMATS = ['pretty', 'json'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];
