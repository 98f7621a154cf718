/** Loads a project for a command and ends the command where the project has errors. */
import { readFileSync } from 'node:fs';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import { type Diagnostic, hasErrors } from '../project/diagnostics/diagnostic.ts';
import { paintFor } from '../project/diagnostics/paint.ts';
import { renderDiagnostics } from '../project/diagnostics/render-terminal.ts';
import { type LoadedProject, type LoadProjectOptions, loadProject } from '../project/load-project.ts';
import { LOCK_FILE_NAME } from '../project/lock/lock-file.ts';
import { printError } from './output.ts';
import { CommandExit, EXIT_FAILURE } from './report-error.ts';

export interface OpenOptions extends LoadProjectOptions {
  /** Whether a missing lock file is an error; `run` starts an empty application instead. */
  readonly requireLock: boolean;
  /** Whether warnings are shown. Errors always are. */
  readonly showWarnings: boolean;
}

/** Loads the project in `directory`; its problems go to stderr. Throws CommandExit where one is an error. */
export async function openProject(directory: string, options: OpenOptions): Promise<LoadedProject> {
  const project = await loadProject(directory, options);
  reportProblems(project, project.diagnostics, options.showWarnings);
  if (!project.lock.exists && options.requireLock) throw missingLock(project);
  return project;
}

/** Shows problems on stderr; warnings only where they are wanted or something failed. Throws CommandExit after an error. */
export function reportProblems(
  project: LoadedProject,
  diagnostics: readonly Diagnostic[],
  showWarnings: boolean,
): void {
  const failed = hasErrors(diagnostics);
  printError(
    renderDiagnostics(failed || showWarnings ? diagnostics : [], {
      directory: project.directory,
      paint: paintFor(process.stderr, process.env),
      readText: (file) => project.files.get(file)?.text ?? readIfText(file),
    }),
  );
  if (failed) throw new CommandExit(EXIT_FAILURE);
}

/** The text of a file that is no definition file: a Lua source. */
function readIfText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The error for a command that needs entries where there is no lock file. */
export function missingLock(project: LoadedProject): WippyError {
  return new WippyError(`lock file not found: ${project.lock.path}`, {
    kind: ErrorKind.NotFound,
    retryable: false,
    hint: `Create ${LOCK_FILE_NAME} with 'wippy init', or name another directory with -C.`,
  });
}
