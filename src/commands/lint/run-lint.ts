/** The body of `lint`: the check of `validate`, reported as the Go runtime does. */
import { countSeverities, type Diagnostic, type Severity } from '../../project/diagnostics/diagnostic.ts';
import { paintFor, plainPaint } from '../../project/diagnostics/paint.ts';
import {
  numbers,
  renderLintJson,
  renderLintSummary,
  renderLintTable,
  sortForLint,
} from '../../project/diagnostics/render-lint.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { atLeast, type Selection } from '../../project/validate/select.ts';
import { readIfText } from '../open-project.ts';
import { print, printError } from '../output.ts';
import { type CacheUse, checkDirectory, findingsOf, requireCodes } from '../validate/findings.ts';

export interface LintRequest {
  readonly directory: string;
  readonly project: LoadProjectOptions;
  readonly selection: Selection;
  readonly level: Severity;
  readonly form: 'json' | 'summary' | 'table';
  /** 0 for all. */
  readonly limit: number;
  readonly rules: boolean;
  readonly colours: boolean;
  readonly cache: CacheUse;
}

/** Codes of what is declared and not used. */
const RULES = new Set(['P0804', 'P0807']);

/** Writes the report; true after an error. Throws coded errors where nothing could be checked. */
export async function runLint(request: LintRequest): Promise<boolean> {
  const { directory, selection, level, form, limit, rules, colours } = request;
  requireCodes(selection.codes);
  const validation = await checkDirectory(directory, request.project, { ...request.cache, style: rules });
  const found = findingsOf(validation, selection).map((item) => (rules ? ruled(item) : item));
  const shown = sortForLint(atLeast(found, level));
  const { entries } = validation;
  if (form === 'json') print(renderLintJson(limit === 0 ? shown : shown.slice(0, limit), entries));
  else if (form === 'summary') print(renderLintSummary(shown, entries));
  else {
    const paint = colours ? paintFor(process.stdout, process.env) : plainPaint;
    print(renderLintTable(shown, entries, { limit, paint, directory: validation.directory, readText: readIfText }));
  }
  const failed = countSeverities(found).error > 0;
  if (failed && form !== 'json') printError(`Error: lint failed: ${numbers(shown)}\n`);
  return failed;
}

function ruled(item: Diagnostic): Diagnostic {
  return RULES.has(item.code) ? { ...item, severity: 'warning' } : item;
}
