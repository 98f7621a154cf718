/** `workspace.replacements`: local directories in place of modules, for those who work on both. */
import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileProblem, systemCode } from '../../infrastructure/file-error.ts';
import { quoteValue, typeName } from '../../infrastructure/plain-data.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import type { Replacement } from '../lock/lock-file.ts';
import { moduleNameProblem } from '../lock/module-name.ts';
import { type ConfigValue, placeOfOrigin } from './layer.ts';

const SECTION = 'workspace.replacements';

export interface WorkspaceReplacements {
  /** Sorted by module; `to` is absolute. */
  readonly replacements: readonly Replacement[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Paths are relative to `directory`, that of the first configuration file. A value of null is no replacement. */
export async function workspaceReplacements(
  values: readonly ConfigValue[],
  directory: string,
): Promise<WorkspaceReplacements> {
  const replacements: Replacement[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const value of values) {
    if (value.key !== SECTION && !value.key.startsWith(`${SECTION}.`)) continue;
    const from = value.key.slice(SECTION.length + 1);
    const to = value.value;
    if (to === null) continue;
    const problem = value.key === SECTION ? undefined : moduleNameProblem(from);
    if (value.key === SECTION || typeof to !== 'string' || to === '') {
      const what =
        value.key === SECTION
          ? `"${SECTION}" must be a map from modules to directories`
          : `replacement of "${from}" must be a directory`;
      const hint = 'Write it as organization/module: ../directory, or null to take it back.';
      const message = `${what}, got ${typeName(to)} ${quoteValue(to)}`;
      diagnostics.push(diagnostic('P0412', message, { ...placeOfOrigin(value.origin), hint }));
    } else if (problem !== undefined) {
      const hint = 'Write the name as "organization/module".';
      const message = `replacement of "${from}": ${problem}`;
      diagnostics.push(diagnostic('P0412', message, { ...placeOfOrigin(value.origin, [], 'key'), hint }));
    } else {
      const path = resolve(directory, to);
      const failure = await directoryProblem(path);
      if (failure === undefined) replacements.push({ from, to: path });
      else {
        const hint = `Create it, or correct the path; it is relative to ${directory}.`;
        const message = `replacement of "${from}": "${to}" ${failure}`;
        diagnostics.push(diagnostic('P0412', message, { ...placeOfOrigin(value.origin), hint }));
      }
    }
  }
  replacements.sort((a, b) => (a.from < b.from ? -1 : 1));
  return { replacements, diagnostics };
}

async function directoryProblem(path: string): Promise<string | undefined> {
  try {
    return (await stat(path)).isDirectory() ? undefined : 'is not a directory';
  } catch (error) {
    return systemCode(error) === 'ENOENT' ? 'does not exist' : `cannot be read: ${fileProblem(error)}`;
  }
}
