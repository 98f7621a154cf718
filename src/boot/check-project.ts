/** What the assembled application knows about the entries of a project before anything runs. */
import { internalKinds, KindRegistry } from '../core/kinds/index.ts';
import { checkEntries } from '../project/check/check-entries.ts';
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { applicationKinds } from './kinds.ts';
import { applicationModules } from './modules.ts';

/** All kinds that an application can use, declared but without handlers. */
export function declaredKinds(): KindRegistry {
  return new KindRegistry().register(...internalKinds(), ...applicationKinds());
}

/** What can be found wrong with the entries of a project, in the order of the files. */
export function checkProject(project: LoadedProject): Diagnostic[] {
  return createProjectCheck()(project);
}

/** As `checkProject`, for many checks: entries that were looked at before are not looked at again. */
export function createProjectCheck(): (project: LoadedProject) => Diagnostic[] {
  const kinds = declaredKinds();
  const modules = applicationModules().map((module) => module.name);
  return (project) =>
    checkEntries(project.entries, { kinds, modules, readText: (file) => project.files.get(file)?.text });
}
