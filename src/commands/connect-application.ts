/** The one place where the command line meets the runtime; loaded only when an application is run. */
import { startApplication } from '../boot/application.ts';
import { applicationKinds } from '../boot/kinds.ts';
import { launchProcess } from '../boot/launch-process.ts';
import { logOptions } from '../boot/logging.ts';
import { applicationModules } from '../boot/modules.ts';
import { internalKinds, KindRegistry } from '../core/kinds/index.ts';
import { checkEntries } from '../project/check/check-entries.ts';
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';
import type { LoadedProject } from '../project/load-project.ts';
import type { RunApplication } from './application.ts';

/** What can be found wrong with the entries before anything runs. */
export function checkProject(project: LoadedProject): Diagnostic[] {
  return checkEntries(project.entries, {
    kinds: new KindRegistry().register(...internalKinds(), ...applicationKinds()),
    modules: applicationModules().map((module) => module.name),
    readText: (file) => project.files.get(file)?.text,
  });
}

export const runApplication: RunApplication = async ({ project, log, launch, announce }) => {
  // Relative paths of entries begin at the project, as when the command is given there.
  process.chdir(project.directory);
  const application = await startApplication({
    entries: project.entries,
    config: project.config,
    logging: logOptions(project.config, log),
    signals: process,
  });
  if (launch !== undefined) await launchProcess(application, launch);
  return application.run(announce);
};
