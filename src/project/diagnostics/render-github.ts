/** Diagnostics as workflow commands of GitHub Actions, which become annotations of the changed files. */
import { countSeverities, type Diagnostic, type Severity } from './diagnostic.ts';
import { reportedPath } from './render-json.ts';
import { summarize } from './render-terminal.ts';

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', hint: 'notice' };

/** One line for each diagnostic and a summary. `root` is the checkout: annotations are found by paths relative to it. */
export function renderGithub(diagnostics: readonly Diagnostic[], root: string): string {
  const lines = diagnostics.map((item) => annotation(item, root));
  const { error, warning, hint } = countSeverities(diagnostics);
  const summary = error + warning + hint === 0 ? 'no problems' : summarize(diagnostics);
  return `${[...lines, summary].join('\n')}\n`;
}

function annotation({ code, severity, message, file, range, entry, hint }: Diagnostic, root: string): string {
  const properties: [string, string | number][] = [];
  if (file !== undefined) properties.push(['file', reportedPath(file, root)]);
  if (file !== undefined && range !== undefined) {
    properties.push(['line', range.start.line], ['endLine', range.end.line], ['col', range.start.column]);
    // An end column means the line of the start.
    if (range.end.line === range.start.line) properties.push(['endColumn', range.end.column]);
  }
  properties.push(['title', entry === undefined ? code : `${code} ${entry}`]);
  const list = properties.map(([name, value]) => `${name}=${escapeProperty(String(value))}`).join(',');
  return `::${COMMANDS[severity]} ${list}::${escapeData(hint === undefined ? message : `${message}\n${hint}`)}`;
}

/** What a workflow command cannot hold as it is: https://github.com/actions/toolkit, core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
