/** The environment of a command with the variables of a file. */
import { resolve } from 'node:path';
import { ErrorKind, WippyError } from '../infrastructure/errors.ts';
import type { Environment } from '../infrastructure/program-environment.ts';
import { paintFor } from '../project/diagnostics/paint.ts';
import { renderDiagnostics } from '../project/diagnostics/render-terminal.ts';
import { describeEnvironment, readEnvironment } from '../project/environment/environment-file.ts';
import { readIfText } from './open-project.ts';
import { printError } from './output.ts';
import { CommandExit, EXIT_FAILURE } from './report-error.ts';

/**
 * Reads the file of `--env-file`, whose path is relative to the project. Problems go to stderr.
 * @param announce told one line about what the file gives.
 * @throws NotFound where there is no file, CommandExit where a line of it is malformed.
 */
export async function openEnvironment(
  directory: string,
  name: string,
  announce: ((text: string) => void) | undefined,
): Promise<Environment> {
  const root = resolve(directory);
  const read = await readEnvironment(resolve(root, name), process.env);
  if (!read.exists) {
    throw new WippyError(`environment file not found: ${name}`, {
      kind: ErrorKind.NotFound,
      retryable: false,
      hint: `Create ${read.file}, or correct the path given to --env-file; it is relative to the project directory.`,
    });
  }
  if (read.diagnostics.length > 0) {
    const paint = paintFor(process.stderr, process.env);
    printError(renderDiagnostics(read.diagnostics, { directory: root, paint, readText: readIfText }));
    throw new CommandExit(EXIT_FAILURE);
  }
  const line = describeEnvironment(read, name);
  if (line !== undefined) announce?.(line);
  return read.values;
}
