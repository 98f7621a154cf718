/** Which files below a directory are looked at for entries. */
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { fileProblem } from '../../infrastructure/file-error.ts';
import { type Diagnostic, diagnostic } from '../diagnostics/diagnostic.ts';

export interface ScanOptions {
  /** Absolute paths of directories that are left out, such as the directory of installed modules. */
  readonly excluded?: readonly string[];
  /** Environment with the SKIP_* variables. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface ScannedFiles {
  /** Absolute paths in lexical order, directories and files together. */
  readonly files: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const EXTENSIONS = new Set(['.yaml', '.yml', '.json']);

/** Variables that leave out the parts of a test application whose services are not running. */
const SKIP_VARIABLES: Readonly<Record<string, readonly string[]>> = {
  SKIP_TEMPORAL_TESTS: ['temporal', '_temporal'],
  SKIP_CLOUDSTORAGE_TESTS: ['cloudstorage'],
  SKIP_SQS_TESTS: ['sqs'],
  SKIP_NETWORK_TESTS: ['network'],
};

/**
 * Walks `root` in lexical order. Left out: `node_modules`, `.wippy`, the excluded directories and those named by the
 * SKIP_* variables. Links to directories are not followed, links to files are.
 */
export async function scanDirectory(root: string, options: ScanOptions = {}): Promise<ScannedFiles> {
  const files: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const excluded = new Set(options.excluded);
  const skipped = skippedNames(options.environment ?? {});
  const visit = async (directory: string): Promise<void> => {
    let children: Dirent[];
    try {
      children = await readdir(directory, { withFileTypes: true });
    } catch (error) {
      const hint = 'Check the permissions of the directory.';
      diagnostics.push(diagnostic('P0109', `cannot read directory: ${fileProblem(error)}`, { file: directory, hint }));
      return;
    }
    children.sort((a, b) => (a.name < b.name ? -1 : 1));
    for (const child of children) {
      const path = join(directory, child.name);
      if (child.isDirectory()) {
        if (!excluded.has(path) && !skipDirectory(child.name, skipped)) await visit(path);
      } else if (EXTENSIONS.has(extname(child.name)) && (child.isFile() || (await isLinkToFile(child, path)))) {
        files.push(path);
      }
    }
  };
  await visit(root);
  return { files, diagnostics };
}

/** Whether a changed path below a source directory could be a definition file. */
export function isDefinitionFileName(path: string): boolean {
  return EXTENSIONS.has(extname(path));
}

function skippedNames(environment: Readonly<Record<string, string | undefined>>): string[] {
  const names = Object.entries(SKIP_VARIABLES).flatMap(([variable, list]) => (environment[variable] ? list : []));
  const extra = (environment['SKIP_TEST_DIRS'] ?? '').split(',').map((name) => name.trim());
  return [...names, ...extra.filter((name) => name !== '')];
}

/** The SKIP_* names also match the end of a directory name, as they do in the reference (`x_network`). */
function skipDirectory(name: string, skipped: readonly string[]): boolean {
  return name === 'node_modules' || name === '.wippy' || skipped.some((suffix) => name.endsWith(suffix));
}

async function isLinkToFile(child: Dirent, path: string): Promise<boolean> {
  if (!child.isSymbolicLink()) return false;
  return stat(path).then(
    (found) => found.isFile(),
    () => true,
  );
}
