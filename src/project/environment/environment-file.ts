/** The environment of a program with the variables of a file below it: a variable that is set already keeps its value. */
import { readFile } from 'node:fs/promises';
import { fileProblem, systemCode } from '../../infrastructure/file-error.ts';
import type { Environment } from '../../infrastructure/program-environment.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';
import { parseEnvironment } from './parse-environment.ts';

export const ENVIRONMENT_FILE_NAME = '.env';

export interface ReadEnvironment {
  /** Absolute path. */
  readonly file: string;
  readonly exists: boolean;
  /** What the program sees. */
  readonly values: Environment;
  /** Names of the variables that the file gives. */
  readonly given: readonly string[];
  /** Names of those in the file that were set before, and keep that value. */
  readonly kept: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file of variables. A file that is not there gives none; all that is wrong with it is a diagnostic. */
export async function readEnvironment(file: string, outer: Environment): Promise<ReadEnvironment> {
  const none = { file, values: outer, given: [], kept: [] };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { ...none, exists: false, diagnostics: [] };
    const found =
      error instanceof TypeError
        ? diagnostic('P0012', 'the file is not encoded in UTF-8', { file, hint: 'Save it as UTF-8.' })
        : diagnostic('P0109', `cannot read file: ${fileProblem(error)}`, {
            file,
            hint: 'Make it a file that may be read.',
          });
    return { ...none, exists: true, diagnostics: [found] };
  }
  const { variables, diagnostics } = parseEnvironment(text, file);
  const names = [...variables.keys()];
  // Node 20 reads the file of an argument --env-file itself, also behind the name of the script.
  const isSet = (name: string): boolean => outer[name] !== undefined && outer[name] !== variables.get(name);
  return {
    file,
    exists: true,
    values: { ...Object.fromEntries(variables), ...outer },
    given: names.filter((name) => !isSet(name)),
    kept: names.filter(isSet),
    diagnostics,
  };
}

/** One line about a file of variables; none where there is no file. @param shown how the file is called. */
export function describeEnvironment({ exists, given, kept }: ReadEnvironment, shown: string): string | undefined {
  if (!exists) return undefined;
  const count = `${given.length} variable${given.length === 1 ? '' : 's'}`;
  const others =
    kept.length === 0 ? '' : `; ${list(kept)} ${kept.length === 1 ? 'is' : 'are'} set in the environment already`;
  return `${shown} gives ${count}${others}`;
}

function list(names: readonly string[]): string {
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
}
