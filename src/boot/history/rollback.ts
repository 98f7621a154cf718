/** Going back to an older version while the application does not run. */
import type { History, Operation, Registry, Version } from '../../core/registry/index.ts';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { collectSources } from '../../project/history/collect-sources.ts';
import { readGitState } from '../../project/history/git-state.ts';
import { type FileChange, planFiles, writeFiles } from '../../project/history/write-sources.ts';
import type { LoadedProject } from '../../project/load-project.ts';
import { declaredKinds } from '../check-project.ts';
import { type AffectedService, affectedServices } from './affected-services.ts';
import { attachRegistry } from './offline-registry.ts';

export interface RollbackRequest {
  readonly version: number;
  readonly dryRun: boolean;
  /** Also makes the files those of the version. */
  readonly writeFiles: boolean;
}

export interface RollbackReport {
  /** The new version; null for a dry run. */
  readonly version: Version | null;
  /** The version that was made of edits that no run had seen yet. */
  readonly saved: Version | null;
  readonly operations: readonly Operation[];
  readonly services: readonly AffectedService[];
  readonly files: readonly FileChange[];
  readonly detached: boolean;
}

export interface RollbackParts {
  readonly history: History;
  /** Absolute path of the project. */
  readonly directory: string;
  /** The project as it is; undefined where it has errors. */
  readonly project: LoadedProject | undefined;
  /** Reads the project again. */
  readonly reload: () => Promise<LoadedProject>;
}

async function servicesOf(registry: Registry, operations: readonly Operation[], version: number) {
  const { state } = await registry.snapshotAt(version);
  const now = { graph: registry.graph(), get: (id: string) => registry.get(id) };
  const then = { graph: registry.graph(state), get: (id: string) => state.get(id) };
  return affectedServices(operations, now, then, declaredKinds());
}

async function plannedFiles(history: History, project: LoadedProject, version: number): Promise<FileChange[]> {
  const then = await history.sources(version);
  if (then !== undefined) return planFiles((await collectSources(project)).texts, then);
  throw new WippyError(`the files of version ${version} were not recorded`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    details: { version_id: version },
    hint: 'Go back without --write-files.',
  });
}

/** Keeps edits that no run has seen yet as a version, so that writing over them loses nothing. */
async function saveEdits(registry: Registry, project: LoadedProject): Promise<Version | null> {
  const before = registry.version.id;
  const { version } = await registry.loadState(project.entries, {
    record: true,
    cause: { kind: 'cli', message: 'edits before a rollback' },
    git: () => readGitState(project.directory),
    sources: () => collectSources(project),
  });
  return version.id === before ? null : version;
}

function withoutErrors(project: LoadedProject | undefined): LoadedProject {
  if (project !== undefined) return project;
  throw new WippyError('the project has errors, so its files cannot be kept before older ones are written', {
    kind: ErrorKind.Invalid,
    retryable: false,
    hint: 'Correct them, or go back without --write-files and edit the files afterwards.',
  });
}

/** Makes the files and then the registry those of the version. */
async function writeBack(
  registry: Registry,
  parts: RollbackParts,
  request: RollbackRequest,
  plan: Pick<RollbackReport, 'operations' | 'files'>,
): Promise<Version> {
  await writeFiles(parts.directory, plan.files);
  const written = await parts.reload();
  const sources = await collectSources(written);
  const git = await readGitState(parts.directory);
  const { version } = request;
  if (plan.operations.length > 0) return registry.rollback(version, { git, files: written.entries, sources });
  // The entries are those of the version already: only the files did not say so.
  const report = await registry.loadState(written.entries, {
    record: true,
    follow: true,
    cause: { kind: 'rollback', version },
    git: async () => git,
    sources: async () => sources,
  });
  return report.version;
}

/** @throws as Registry.rollback; NotFound where files are to be written that were not recorded. */
export async function rollBack(parts: RollbackParts, request: RollbackRequest): Promise<RollbackReport> {
  const { history, project } = parts;
  const { version: wanted, dryRun } = request;
  const registry = await attachRegistry(history, declaredKinds(), project?.entries);
  const files = request.writeFiles ? await plannedFiles(history, withoutErrors(project), wanted) : [];
  const saved = request.writeFiles && !dryRun ? await saveEdits(registry, withoutErrors(project)) : null;
  const operations = await registry.planRollback(wanted);
  const services = await servicesOf(registry, operations, wanted);
  const plan = { operations, services, files };
  if (dryRun) return { ...plan, version: null, saved, detached: false };
  const version = request.writeFiles
    ? await writeBack(registry, parts, request, plan)
    : await registry.rollback(wanted, { git: await readGitState(parts.directory) });
  return { ...plan, version, saved, detached: registry.detached !== null };
}

/** Takes the entries of the files again. The version is the current one where they are equal. */
export async function followFiles(history: History, project: LoadedProject): Promise<Version> {
  const registry = await attachRegistry(history, declaredKinds(), project.entries);
  const { version } = await registry.loadState(project.entries, {
    record: true,
    follow: true,
    cause: { kind: 'cli', message: 'files followed again' },
    git: () => readGitState(project.directory),
    sources: () => collectSources(project),
  });
  return version;
}
