/** The one place where the command line meets the runtime; loaded only when an application is run. */
import { startApplication } from '../boot/application.ts';
import { launchProcess } from '../boot/launch-process.ts';
import type { RunApplication } from './application.ts';

export const runApplication: RunApplication = async ({ project, log, launch }) => {
  const application = await startApplication({
    entries: project.entries,
    config: project.config,
    logging: { level: log.level, ...(log.console ? { encoding: 'console', colors: true } : {}) },
  });
  if (launch !== undefined) await launchProcess(application, launch);
  return application.run();
};
