/** Diagnostics in the forms of `wippy lint` of the Go runtime, for scripts that read them. */
import { countSeverities, type Diagnostic, type Severity } from './diagnostic.ts';
import { renderDiagnostic, type TerminalOptions } from './render-terminal.ts';

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** The order of the reference: entry, severity, line, column, code, message. */
export function sortForLint(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const text = (a = '', b = ''): number => (a < b ? -1 : a > b ? 1 : 0);
  return [...diagnostics].sort(
    (a, b) =>
      text(a.entry, b.entry) ||
      RANK[a.severity] - RANK[b.severity] ||
      (a.range?.start.line ?? 0) - (b.range?.start.line ?? 0) ||
      (a.range?.start.column ?? 0) - (b.range?.start.column ?? 0) ||
      text(a.code, b.code) ||
      text(a.message, b.message),
  );
}

/** One line of JSON. `diagnostics` is null where there are none. */
export function renderLintJson(diagnostics: readonly Diagnostic[], entries: number): string {
  const counts = countSeverities(diagnostics);
  const list = diagnostics.map(({ entry, code, severity, message, range }) => ({
    entry_id: entry ?? '',
    code,
    severity,
    message,
    ...(range === undefined ? {} : { line: range.start.line, column: range.start.column }),
  }));
  const document = {
    diagnostics: list.length === 0 ? null : list,
    total_entries: entries,
    error_count: counts.error,
    warning_count: counts.warning,
    hint_count: counts.hint,
  };
  return `${JSON.stringify(document)}\n`;
}

/** The findings one after the other, and `Checked N entries: ...`. */
export function renderLintTable(
  diagnostics: readonly Diagnostic[],
  entries: number,
  options: TerminalOptions & { readonly limit: number },
): string {
  if (diagnostics.length === 0) return `No issues found\nChecked ${countOf(entries, 'entry', 'entries')}\n`;
  const shown = options.limit === 0 ? diagnostics : diagnostics.slice(0, options.limit);
  const list = shown.map((item) => `${renderDiagnostic(item, options)}\n\n`).join('');
  return `${list}${checked(diagnostics, entries)}`;
}

/** Counts by namespace and by code. */
export function renderLintSummary(diagnostics: readonly Diagnostic[], entries: number): string {
  const byNamespace = groupBy(diagnostics, ({ entry = '' }) => entry.slice(0, Math.max(0, entry.indexOf(':'))));
  const byCode = groupBy(diagnostics, ({ code, severity }) => `${code.padEnd(10)} [${severity.padEnd(7)}]`);
  const namespaces = [...byNamespace].map(
    ([name, items]) =>
      `  ${(name || '(project)').padEnd(32)} ${String(items.length).padStart(4)} issues (${numbers(items)})`,
  );
  const codes = [...byCode].map(([name, items]) => `  ${name} ${String(items.length).padStart(4)} occurrences`);
  const parts = [
    ...(namespaces.length === 0 ? [] : [`By namespace:\n\n${namespaces.join('\n')}\n`]),
    ...(codes.length === 0 ? [] : [`By error code:\n\n${codes.join('\n')}\n`]),
    diagnostics.length === 0 ? renderLintTable([], entries, { limit: 0 }) : checked(diagnostics, entries),
  ];
  return parts.join('\n');
}

function groupBy(items: readonly Diagnostic[], key: (item: Diagnostic) => string): [string, Diagnostic[]][] {
  const groups = new Map<string, Diagnostic[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function checked(diagnostics: readonly Diagnostic[], entries: number): string {
  return `Checked ${countOf(entries, 'entry', 'entries')}: ${numbers(diagnostics)}\n`;
}

/** `5 errors, 12 warnings`; also where there is none of them, as scripts look for both. */
export function numbers(diagnostics: readonly Diagnostic[]): string {
  const { error, warning, hint } = countSeverities(diagnostics);
  const parts = [countOf(error, 'error', 'errors'), countOf(warning, 'warning', 'warnings')];
  if (hint > 0) parts.push(countOf(hint, 'hint', 'hints'));
  return parts.join(', ');
}

function countOf(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}
