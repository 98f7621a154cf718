/** The body of `validate --watch`: a report after each save. */
import { watchChecks } from '../../dev/run-check.ts';
import type { FinishedCheck } from '../../dev/session/check-session.ts';
import type { Severity } from '../../project/diagnostics/diagnostic.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { diagnosticsDocument } from '../../project/diagnostics/render-json.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { atLeast, type Selection } from '../../project/validate/select.ts';
import { requireDirectory } from '../open-project.ts';
import { print, printError } from '../output.ts';
import { findingsOf, requireCodes, selectFindings } from './findings.ts';
import { renderPretty } from './render-report.ts';

export interface WatchValidateRequest {
  /** Absolute path. */
  readonly directory: string;
  readonly project: LoadProjectOptions;
  readonly selection: Selection;
  readonly level: Severity;
  readonly format: 'pretty' | 'json';
  readonly polling: boolean;
}

/** Writes a report to stdout after each save, until a signal; gives its exit code. Throws coded errors as `validate`. */
export async function watchValidate(request: WatchValidateRequest): Promise<number> {
  const { directory, selection, level, format } = request;
  requireDirectory(directory);
  requireCodes(selection.codes);
  const closed = new AbortController();
  process.stdout.once('error', () => closed.abort());
  let isFirst = true;
  return watchChecks({
    directory,
    load: request.project,
    polling: request.polling,
    signal: closed.signal,
    onNotice: (message, hint) => printError(`${message}\n${hint === undefined ? '' : `${hint}\n`}`),
    onChecked: (check) => {
      const { validation } = check;
      // Only at the start: a project may lose its files for a while.
      const selected = isFirst ? findingsOf(validation, selection) : selectFindings(validation, selection);
      isFirst = false;
      const shown = atLeast(selected, level);
      const report = { validation, shown, hidden: selected.length - shown.length };
      if (format === 'json') print(`${JSON.stringify(diagnosticsDocument(shown, validation))}\n`);
      else print(`${separator(check)}\n${renderPretty(report)}`);
    },
  });
}

/** How many names of files a line holds. */
const SHOWN = 3;

/** `── 14:03:22 src/a.lua 12 ms`: what the findings below it are about. */
function separator({ files, duration }: FinishedCheck): string {
  const paint = paintFor(process.stdout, process.env);
  const time = new Date().toTimeString().slice(0, 8);
  const more = files.length > SHOWN ? ` and ${files.length - SHOWN} more` : '';
  const names = files.length === 0 ? 'all files' : `${files.slice(0, SHOWN).join(', ')}${more}`;
  return `${paint('dim', `── ${time}`)} ${paint('bold', names)} ${paint('dim', `${duration} ms`)}`;
}
