/** The result of a check in one of the forms of `--format`. */
import { relative } from 'node:path';
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { renderGithub } from '../../project/diagnostics/render-github.ts';
import { renderDiagnosticsJson } from '../../project/diagnostics/render-json.ts';
import { renderJunit } from '../../project/diagnostics/render-junit.ts';
import { renderSarif } from '../../project/diagnostics/render-sarif.ts';
import { renderDiagnostic, summarize } from '../../project/diagnostics/render-terminal.ts';
import type { Validation } from '../../project/validate/validate-project.ts';
import { readIfText } from '../open-project.ts';
import type { ReportFormat } from './report-formats.ts';

export interface Report {
  readonly validation: Validation;
  readonly shown: readonly Diagnostic[];
  /** How many findings are less severe than what is shown. */
  readonly hidden: number;
  /** Of the program. */
  readonly version: string;
}

export function renderReport(report: Report, format: ReportFormat): string {
  switch (format) {
    case 'json':
      return renderDiagnosticsJson(report.shown, report.validation);
    case 'sarif':
      return renderSarif(report.shown, { directory: report.validation.directory, version: report.version });
    case 'github':
      return renderGithub(report.shown, checkoutOf(report.validation.directory));
    case 'junit':
      return renderJunit(report.shown, report.validation.directory);
    case 'pretty':
      return renderPretty(report);
  }
}

/** The root of the checkout in a workflow, else where the command was given. */
function checkoutOf(directory: string): string {
  const workspace = process.env['GITHUB_WORKSPACE'];
  const isInside = workspace !== undefined && !relative(workspace, directory).startsWith('..');
  return isInside ? workspace : process.cwd();
}

/** The report for people; empty lines stand between the findings. */
export function renderPretty({ validation, shown, hidden }: Omit<Report, 'version'>): string {
  const paint = paintFor(process.stdout, process.env);
  const options = { directory: validation.directory, paint, readText: readIfText };
  const list = shown.map((item) => `${renderDiagnostic(item, options)}\n\n`).join('');
  const looked = `${count(validation.files, 'file')}, ${validation.entries} ${validation.entries === 1 ? 'entry' : 'entries'}`;
  const more = hidden === 0 ? '' : `; ${count(hidden, 'finding')} below --level not shown`;
  return `${list}${summarize(shown)} in ${looked}${more}\n`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
