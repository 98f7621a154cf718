/** The templates of `wippy init`. */
import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ErrorKind, WippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';

export interface Template {
  readonly name: string;
  readonly description: string;
  /** The command to try after scaffolding. */
  readonly next: string;
}

export const TEMPLATES: readonly Template[] = [
  { name: 'minimal', description: 'one command that greets on the terminal', next: 'run hello' },
  { name: 'http-api', description: 'an HTTP server with a JSON API', next: 'run' },
  { name: 'worker', description: 'a supervised background process and a command that asks it', next: 'run' },
];

export const DEFAULT_TEMPLATE = 'minimal';

/** The template with this name. Throws NotFound. */
export function findTemplate(name: string): Template {
  const found = TEMPLATES.find((template) => template.name === name);
  if (found !== undefined) return found;
  const names = TEMPLATES.map((template) => template.name);
  const hint = didYouMean(name, names) ?? `Templates: ${names.join(', ')}.`;
  throw new WippyError(`template "${name}" does not exist`, { kind: ErrorKind.NotFound, retryable: false, hint });
}

export interface TemplateFile {
  /** Absolute path of the file in the template. */
  readonly from: string;
  /** Path in the project with `/`; sources start with `src/`. */
  readonly to: string;
}

/** The files of a template directory in lexical order. */
export async function templateFiles(directory: string): Promise<TemplateFile[]> {
  const found = await readdir(directory, { recursive: true, withFileTypes: true });
  return found
    .filter((item) => item.isFile())
    .map((item) => join(item.parentPath, item.name))
    .map((from) => ({
      from,
      to: relative(directory, from)
        .split(sep)
        .join('/')
        .replace(/^gitignore$/, '.gitignore'),
    }))
    .sort((a, b) => (a.to < b.to ? -1 : 1));
}
