/** The one place where the command line meets the runtime; loaded only when an application is run. */
import { startApplication } from '../boot/application.ts';
import { launchProcess } from '../boot/launch-process.ts';
import { logOptions } from '../boot/logging.ts';
import type { RunApplication } from './application.ts';

export { checkProject } from '../boot/check-project.ts';

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
