/** Loads a project for a command and ends the command where the project has errors. */
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Config } from '../infrastructure/config.ts';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { fileProblem, systemCode } from '../infrastructure/file-error.ts';
import { readConfig } from '../project/config/read-config.ts';
import { type Diagnostic, hasErrors, mergeFindings } from '../project/diagnostics/diagnostic.ts';
import { paintFor } from '../project/diagnostics/paint.ts';
import { renderDiagnostics } from '../project/diagnostics/render-terminal.ts';
import { type LoadedProject, type LoadProjectOptions, loadProject } from '../project/load-project.ts';
import { LOCK_FILE_NAME } from '../project/lock/lock-file.ts';
import { printError } from './output.ts';
import { CommandExit, EXIT_FAILURE } from './report-error.ts';

/** What is told about warnings of a project. Errors are always shown, and all warnings with them. */
export type WarningDisplay = 'all' | 'count' | 'none';

export interface OpenOptions extends LoadProjectOptions {
  /** Whether a missing lock file is an error; `run` starts an empty application instead. */
  readonly requireLock: boolean;
  readonly warnings: WarningDisplay;
  /** Finds further problems of a project that could be read. */
  readonly check?: (project: LoadedProject) => readonly Diagnostic[];
}

/**
 * Loads the project in `directory`; its problems go to stderr. Throws CommandExit where one is an error, NotFound where the
 * directory or a required lock file is missing.
 */
export async function openProject(directory: string, options: OpenOptions): Promise<LoadedProject> {
  requireDirectory(resolve(directory));
  return finishOpening(await loadProject(directory, options), options);
}

/** As `openProject`, for the application in a pack; `path` is absolute. Throws Invalid for a pack that is broken. */
export async function openPackedProject(path: string, directory: string, options: OpenOptions): Promise<LoadedProject> {
  requireDirectory(resolve(directory));
  const { loadPackedProject } = await import('../project/load-packed-project.ts');
  return finishOpening(await loadPackedProject(path, directory, options), options);
}

function finishOpening(project: LoadedProject, options: OpenOptions): LoadedProject {
  const checked = hasErrors(project.diagnostics) ? [] : (options.check?.(project) ?? []);
  reportProblems(project, mergeFindings(project.diagnostics, checked), options.warnings);
  if (!project.lock.exists && options.requireLock) throw missingLock(project.lock.path);
  return project;
}

export interface OpenedConfig {
  /** Absolute path of the project. */
  readonly directory: string;
  readonly config: Config;
}

/** Reads the configuration alone; ends the command where it has errors. */
export async function openConfig(directory: string, options: LoadProjectOptions): Promise<OpenedConfig> {
  const root = resolve(directory);
  requireDirectory(root);
  const { config, diagnostics } = await readConfig(root, {
    files: options.configFiles,
    profiles: options.profiles,
    set: options.set,
  });
  if (hasErrors(diagnostics)) {
    const paint = paintFor(process.stderr, process.env);
    printError(renderDiagnostics(diagnostics, { directory: root, paint, readText: readIfText }));
    throw new CommandExit(EXIT_FAILURE);
  }
  return { directory: root, config };
}

/** Throws NotFound where the directory of a project is missing or is none. */
export function requireDirectory(path: string): void {
  try {
    if (statSync(path).isDirectory()) return;
  } catch (error) {
    const missing = systemCode(error) === 'ENOENT';
    throw badDirectory(missing ? `project directory not found: ${path}` : `${path}: ${fileProblem(error)}`);
  }
  throw badDirectory(`${path} is not a directory`);
}

function badDirectory(message: string): WippyError {
  return new WippyError(message, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint: "Name the directory of a project with -C, or create one with 'wippy init'.",
  });
}

/** Shows problems on stderr. Throws CommandExit after an error. */
export function reportProblems(
  project: LoadedProject,
  diagnostics: readonly Diagnostic[],
  warnings: WarningDisplay,
): void {
  const failed = hasErrors(diagnostics);
  const all = failed || warnings === 'all';
  printError(
    renderDiagnostics(all ? diagnostics : [], {
      directory: project.directory,
      paint: paintFor(process.stderr, process.env),
      readText: (file) => project.files.get(file)?.text ?? readIfText(file),
    }),
  );
  if (failed) throw new CommandExit(EXIT_FAILURE);
  const hidden = all ? 0 : diagnostics.length;
  if (hidden > 0 && warnings === 'count') {
    printError(
      `${hidden} warning${hidden === 1 ? '' : 's'} about the project; -v shows ${hidden === 1 ? 'it' : 'them'}\n`,
    );
  }
}

/** The text of a file, such as a Lua source; undefined where it cannot be read. */
export function readIfText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The error for a command that needs entries where there is no lock file. */
export function missingLock(path: string): WippyError {
  return new WippyError(`lock file not found: ${path}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint: `Create ${LOCK_FILE_NAME} with 'wippy init', or name another directory with -C.`,
  });
}

/** Says on stderr why a server has nothing to do; nothing where the project has entries. */
export function warnOfEmptyProject(project: LoadedProject): void {
  if (project.entries.length > 0) return;
  const { message, hint } = project.lock.exists ? withoutEntries(project) : missingLock(project.lock.path);
  const paint = paintFor(process.stderr, process.env);
  printError(
    `${paint('warning', 'Warning:')} ${message}: the application is empty\n${paint('hint', 'Hint:')} ${hint}\n`,
  );
}

function withoutEntries(project: LoadedProject): WippyError {
  const directory = project.paths[0]?.path ?? project.directory;
  return new WippyError(`no entries below ${directory}`, {
    kind: ErrorKind.NotFound,
    hint: 'A definition file is YAML or JSON and has a namespace and entries.',
  });
}
