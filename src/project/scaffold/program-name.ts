/** How the user can start this program again, as a word or words of a shell. */
import { accessSync, constants, realpathSync } from 'node:fs';
import { delimiter, join, relative, resolve, sep } from 'node:path';

export interface ProgramStart {
  /** The script that runs, as Node was given it. */
  readonly script: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The directory in which the command is to be given. */
  readonly directory: string;
}

/**
 * `wippy` where that is on the path; `npx wippy` where npx started the program and will find it again from the directory;
 * otherwise Node with the script.
 */
export function programName({ script, environment, directory }: ProgramStart): string {
  if (isOnPath(script, environment)) return 'wippy';
  const prefix = environment['npm_config_local_prefix'];
  if (environment['npm_command'] === 'exec' && prefix !== undefined && isInside(directory, prefix)) return 'npx wippy';
  return `node ${quoted(script)}`;
}

/** Directories that npm puts on the path for its own children do not count: the user's shell does not have them. */
function isOnPath(script: string, environment: ProgramStart['environment']): boolean {
  const program = realPath(script);
  const names = process.platform === 'win32' ? ['wippy.cmd'] : ['wippy'];
  return (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((directory) => directory !== '' && !directory.includes(join('node_modules', '.bin')))
    .some((directory) =>
      names.some((name) => {
        const path = join(directory, name);
        if (!isExecutable(path)) return false;
        // On Windows the file is a script of npm that starts the program; elsewhere it is a link to it.
        return process.platform === 'win32' || realPath(path) === program;
      }),
    );
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function isInside(directory: string, parent: string): boolean {
  const path = relative(parent, directory);
  return path === '' || !(path === '..' || path.startsWith(`..${sep}`));
}

/** A path as a word of a POSIX shell. */
export function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}
