/** The body of `dev`: the session with its report. */
import { jsonLine } from '../../dev/report/json-report.ts';
import { plainText } from '../../dev/report/plain-report.ts';
import { type DevRequest, runDev } from '../../dev/run-dev.ts';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { readIfText, requireDirectory } from '../open-project.ts';
import { print, printError } from '../output.ts';

export interface DevelopRequest extends Omit<DevRequest, 'emit'> {
  readonly output: 'json' | 'plain';
}

/** Resolves to the exit code. Throws coded errors. */
export async function developProject({ output, ...request }: DevelopRequest): Promise<number> {
  const { directory } = request;
  requireDirectory(directory);
  const paint = paintFor(process.stderr, process.env);
  return runDev({
    ...request,
    emit: (event) => {
      if (output === 'json') print(jsonLine(event, directory));
      else printError(plainText(event, { directory, paint, readText: readIfText }));
    },
  });
}
