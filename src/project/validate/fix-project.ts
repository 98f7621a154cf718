/** Applies the corrections that findings declare, until none is left: one may make another possible. */
import { lstat, readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import { toWippyError } from '../../infrastructure/errors.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { applyFixes, type Fix } from '../diagnostics/fix.ts';
import { writeFiles } from '../history/write-sources.ts';
import type { LoadedProject } from '../load-project.ts';
import { vendorDirectory } from '../lock/load-paths.ts';
import type { Validation } from './validate-project.ts';

/** A finding with its correction. */
export type FixableDiagnostic = Diagnostic & { readonly fix: Fix };

export interface FixOptions {
  /** Checks the project. @param changed absolute paths that may have changed since the last time. */
  readonly check: (changed: readonly string[]) => Promise<{ project: LoadedProject; validation: Validation }>;
  /** Which findings are corrected. */
  readonly wanted: (validation: Validation) => readonly Diagnostic[];
  /** Without it, nothing is written, and what the corrections make possible is not found. */
  readonly write: boolean;
}

export interface FixedFile {
  /** Absolute path. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export interface FixResult {
  /** What was corrected, in the order in which it was. */
  readonly fixed: readonly FixableDiagnostic[];
  readonly files: readonly FixedFile[];
  /** Files that were left as they are although there was something to correct, and why. */
  readonly skipped: ReadonlyMap<string, string>;
  /** Of the project as it is now. */
  readonly validation: Validation;
}

/** Guards against corrections that undo each other. */
const MAX_ROUNDS = 100;

/** Throws what the check throws. A file that cannot be written is skipped. */
export async function fixProject({ check, wanted, write }: FixOptions): Promise<FixResult> {
  const fixed: FixableDiagnostic[] = [];
  const files: FixedFile[] = [];
  const skipped = new Map<string, string>();
  let changed: string[] = [];
  for (let round = 0; ; round += 1) {
    const { project, validation } = await check(changed);
    const fixable = fixableOf(wanted(validation), project).filter(({ fix }) => !skipped.has(fix.file));
    changed = [];
    for (const [file, items] of groupByFile(fixable)) {
      const text = await currentText(file, project);
      if (text === undefined) {
        skipped.set(file, 'it has changed since it was checked');
        continue;
      }
      const { text: after, applied } = applyFixes(text, items);
      if (applied.length === 0) continue;
      const problem = write ? await save(project.directory, file, after) : undefined;
      if (problem !== undefined) {
        skipped.set(file, problem);
        continue;
      }
      fixed.push(...applied);
      files.push({ file, before: text, after });
      changed.push(file);
    }
    if (changed.length === 0 || !write || round === MAX_ROUNDS) return { fixed, files, skipped, validation };
  }
}

/** Only what belongs to the project itself: installed modules are replaced by their next version. */
function fixableOf(diagnostics: readonly Diagnostic[], { directory, lock }: LoadedProject): FixableDiagnostic[] {
  const vendor = vendorDirectory(lock) + sep;
  return diagnostics.filter((item): item is FixableDiagnostic => {
    const file = item.fix?.file;
    return file?.startsWith(directory + sep) === true && !file.startsWith(vendor);
  });
}

function groupByFile(items: readonly FixableDiagnostic[]): Map<string, FixableDiagnostic[]> {
  const groups = new Map<string, FixableDiagnostic[]>();
  for (const item of items) groups.set(item.fix.file, [...(groups.get(item.fix.file) ?? []), item]);
  return groups;
}

const MARK = '\ufeff';

/** The text that the offsets of the fixes count in; undefined where the file holds another one now. */
async function currentText(file: string, { files }: LoadedProject): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  const checked = files.get(file)?.text;
  if (checked === undefined || text === checked) return text;
  return text === MARK + checked ? checked : undefined;
}

async function save(directory: string, file: string, text: string): Promise<string | undefined> {
  try {
    if ((await lstat(file)).isSymbolicLink()) return 'it is a link to another file';
    const hadMark = (await readFile(file, 'utf8')).startsWith(MARK) && !text.startsWith(MARK);
    const path = relative(directory, file);
    await writeFiles(directory, [{ path, action: 'write', text: hadMark ? MARK + text : text }]);
    return undefined;
  } catch (error) {
    return toWippyError(error).message;
  }
}
