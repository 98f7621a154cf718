/** The bodies of `history rollback`. */
import { resolve } from 'node:path';
import { checkProject } from '../../boot/check-project.ts';
import { followFiles, type RollbackRequest, rollBack } from '../../boot/history/rollback.ts';
import { hasErrors } from '../../project/diagnostics/diagnostic.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { describeRollback, rollbackText } from '../../project/history/render-rollback.ts';
import { type LoadProjectOptions, loadProject } from '../../project/load-project.ts';
import { missingLock, openConfig, openProject } from '../open-project.ts';
import { print, printError } from '../output.ts';
import { useHistory } from './open.ts';

export interface ProjectRequest {
  readonly directory: string;
  readonly options: LoadProjectOptions;
  readonly json: boolean;
}

export async function runRollback(project: ProjectRequest, request: RollbackRequest): Promise<void> {
  const { directory, config } = await openConfig(project.directory, project.options);
  const reload = () => loadProject(directory, project.options);
  const loaded = await reload();
  if (!loaded.lock.exists) throw missingLock(loaded.lock.path);
  const broken = hasErrors([...loaded.diagnostics, ...(hasErrors(loaded.diagnostics) ? [] : checkProject(loaded))]);
  if (broken) printError('The project has errors: `wippy validate` shows them.\n');
  const outcome = await useHistory(config, directory, !request.dryRun, (history) =>
    rollBack({ history, directory, project: broken ? undefined : loaded, reload }, request),
  );
  if (project.json) print(`${JSON.stringify(describeRollback(request.version, outcome), null, 2)}\n`);
  else print(rollbackText(request.version, outcome, paintFor(process.stdout, process.env)));
}

export async function runFollow({ directory, options, json }: ProjectRequest): Promise<void> {
  const project = await openProject(directory, {
    ...options,
    requireLock: true,
    warnings: 'none',
    check: checkProject,
  });
  const version = await useHistory(project.config, resolve(directory), true, (history) =>
    followFiles(history, project),
  );
  if (json) print(`${JSON.stringify({ schema: 1, version: version.id, detached: false }, null, 2)}\n`);
  else print(`The entries are those of the files: version ${version.id}\n`);
}
