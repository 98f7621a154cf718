/** The one place where the command line meets the runtime; loaded only when an application is run. */
import { type Application, startApplication } from '../boot/application.ts';
import { openHistory } from '../boot/history/application-history.ts';
import { launchProcess } from '../boot/launch-process.ts';
import { logOptions } from '../boot/logging.ts';
import { openControl } from '../dev/control/control-server.ts';
import { LogRing } from '../dev/control/log-ring.ts';
import { keepLogs, runtimeMethods } from '../dev/control/runtime-methods.ts';
import { controlSocketPath } from '../dev/control/socket-path.ts';
import { ProgramEnvironment } from '../infrastructure/program-environment.ts';
import { collectSources } from '../project/history/collect-sources.ts';
import { readGitState } from '../project/history/git-state.ts';
import { directoryRoots } from '../project/lock/directory-roots.ts';
import { loggerKey } from '../system/context-keys.ts';
import type { RunApplication } from './application.ts';

export { checkProject, inspectSource } from '../boot/check-project.ts';

export const runApplication: RunApplication = async ({
  project,
  log,
  launch,
  announce,
  version,
  follow,
  environment,
}) => {
  // Relative paths of entries begin at the project, as when the command is given there.
  process.chdir(project.directory);
  const application = await startApplication({
    entries: project.entries,
    config: project.config,
    ...(environment && { environment: new ProgramEnvironment(environment) }),
    ...(project.embedded && { embedded: project.embedded }),
    directories: directoryRoots(project.directory, project.paths),
    logging: logOptions(project.config, log),
    history: (logger) => openHistory(project.config, project.directory, (text) => logger.warn(text)),
    origin: { git: () => readGitState(project.directory), sources: () => collectSources(project) },
    ...(follow === undefined ? {} : { follow }),
    signals: process,
  });
  if (launch !== undefined) {
    await launchProcess(application, launch);
    return application.run(announce);
  }
  const close = await answerControl(application, project.directory, version);
  try {
    return await application.run(announce);
  } finally {
    await close();
  }
};

/**
 * Lets other programs of the user ask about the application. A second one of the same project may run, on other ports;
 * it is then the first that answers.
 */
async function answerControl(
  application: Application,
  directory: string,
  version: string,
): Promise<() => Promise<void>> {
  const logs = new LogRing();
  const off = keepLogs(application, logs);
  try {
    const control = await openControl(
      controlSocketPath(directory),
      runtimeMethods({ mode: 'run', directory, version, application: () => application, logs }),
    );
    return control.close;
  } catch (error) {
    off();
    application.context.require(loggerKey).debug('not reachable from other terminals', { error });
    return async () => undefined;
  }
}
