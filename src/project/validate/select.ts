/** Which findings count, which are shown, and whether they make the check fail. */
import { countSeverities, type Diagnostic, type Severity } from '../diagnostics/diagnostic.ts';

export interface Selection {
  /** Namespaces: `app` is exact, `app.*` and `app.**` are app and all below it. Empty for all. */
  readonly namespaces: readonly string[];
  /** Empty for all. */
  readonly codes: readonly string[];
}

const RANK: Readonly<Record<Severity, number>> = { error: 0, warning: 1, hint: 2 };

/** The findings that a selection is about. Those that belong to no namespace, such as of the lock file, concern all. */
export function selectDiagnostics(
  diagnostics: readonly Diagnostic[],
  { namespaces, codes }: Selection,
  namespaceOf: (item: Diagnostic) => string | undefined,
): Diagnostic[] {
  return diagnostics.filter((item) => {
    if (codes.length > 0 && !codes.includes(item.code)) return false;
    if (namespaces.length === 0) return true;
    const namespace = namespaceOf(item);
    return namespace === undefined || namespaces.some((pattern) => matchesNamespace(pattern, namespace));
  });
}

export function matchesNamespace(pattern: string, namespace: string): boolean {
  const base = /^(.*)\.\*{1,2}$/.exec(pattern)?.[1];
  if (base === undefined) return pattern === namespace || pattern === '*' || pattern === '**';
  return namespace === base || namespace.startsWith(`${base}.`);
}

/** Findings of `level` and of what is worse. */
export function atLeast(diagnostics: readonly Diagnostic[], level: Severity): Diagnostic[] {
  return diagnostics.filter((item) => RANK[item.severity] <= RANK[level]);
}

/** Whether a check fails: one error, or more warnings than allowed, shown or not. */
export function fails(diagnostics: readonly Diagnostic[], maxWarnings: number | undefined): boolean {
  const counts = countSeverities(diagnostics);
  return counts.error > 0 || (maxWarnings !== undefined && counts.warning > maxWarnings);
}
