/** What `validate` and `lint` have in common: the findings that the flags ask for. */
import { readFileSync } from 'node:fs';
import { hashOf } from '../../infrastructure/checked-file.ts';
import { ErrorKind } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { DIAGNOSTIC_CODES, describeCode } from '../../project/diagnostics/codes.ts';
import type { Diagnostic } from '../../project/diagnostics/diagnostic.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { CacheFolder } from '../../project/validate/cache/cache-folder.ts';
import { validateCached } from '../../project/validate/cache/cached-validation.ts';
import { type Selection, selectDiagnostics } from '../../project/validate/select.ts';
import { type Validation, validateProject } from '../../project/validate/validate-project.ts';
import { missingLock, requireDirectory } from '../open-project.ts';
import { UsageError } from '../report-error.ts';

/** How former results are used. */
export interface CacheUse {
  /** The file that holds the whole program: results belong to one version of it. Undefined for no cache. */
  readonly programFile: string | undefined;
  /** Whether former results are forgotten first. */
  readonly reset: boolean;
  /** Looks for what the rules of `lint` say, too; there are no former results of that. */
  readonly style?: boolean;
}

/** Checks a project, or gives the result of a former check that still holds. */
export async function checkDirectory(
  directory: string,
  options: LoadProjectOptions,
  { programFile, reset, style = false }: CacheUse,
): Promise<Validation> {
  requireDirectory(directory);
  if (reset) new CacheFolder(directory).clear();
  // The check needs all kinds and modules, which take longer to load than a former result.
  const load = () => import('../../boot/check-project.ts');
  if (style) return validateProject(directory, options, (await load()).reviewStyle);
  if (programFile === undefined) return validateProject(directory, options, (await load()).reviewProject);
  const program = hashOf(readFileSync(programFile));
  const loadCheck = async () => {
    const { reviewProject, inspectSource } = await load();
    return { check: reviewProject, inspect: inspectSource };
  };
  return validateCached(directory, options, loadCheck, { program });
}

/** The selected findings. Throws NotFound where the directory holds no project. */
export function findingsOf(validation: Validation, selection: Selection): Diagnostic[] {
  const { hasLock, files, lockPath } = validation;
  if (!hasLock && files === 0) throw missingLock(lockPath);
  return selectFindings(validation, selection);
}

/** The findings that a selection is about. */
export function selectFindings({ namespaces, diagnostics }: Validation, selection: Selection): Diagnostic[] {
  return selectDiagnostics(diagnostics, selection, ({ entry, file }) =>
    entry !== undefined ? entry.slice(0, entry.indexOf(':')) : file && namespaces.get(file),
  );
}

/** Throws UsageError for a text that is no code. */
export function requireCodes(codes: readonly string[]): void {
  for (const code of codes) {
    if (describeCode(code) !== undefined) continue;
    throw new UsageError(`unknown code "${code}"`, {
      kind: ErrorKind.Invalid,
      hint: didYouMean(code, Object.keys(DIAGNOSTIC_CODES)) ?? "List all codes with 'wippy explain'.",
    });
  }
}
