/** The body of `compile`: load, check, pack, and say what came of it. */
import { basename, resolve } from 'node:path';
import { ErrorKind } from '../../infrastructure/errors.ts';
import { typeSetValue } from '../../project/config/typing.ts';
import { hasErrors } from '../../project/diagnostics/diagnostic.ts';
import { coloursAllowed } from '../../project/diagnostics/paint.ts';
import { readModuleEmbeds } from '../../project/entries/module-manifest.ts';
import type { LoadProjectOptions } from '../../project/load-project.ts';
import { openProject, reportProblems, type WarningDisplay } from '../open-project.ts';
import { print, printError } from '../output.ts';
import { UsageError } from '../report-error.ts';

export interface RunCompileRequest {
  readonly directory: string;
  readonly project: LoadProjectOptions;
  readonly warnings: WarningDisplay;
  readonly version: string;
  readonly list: boolean;
  /** Absolute; default the name of the project's directory in the current one. */
  readonly output?: string;
  readonly bytecode: readonly string[];
  readonly keepSource: boolean;
  /** Without it, what the manifest of the module says. */
  readonly embed?: readonly string[];
  readonly metadata: PackMetadata;
  readonly quiet: boolean;
}

export interface PackMetadata {
  readonly description: string | undefined;
  readonly tags: readonly string[] | undefined;
  /** Texts `key=value`. */
  readonly pairs: readonly string[];
}

/** Throws CommandExit for a project with errors, and coded errors. */
export async function runCompile(request: RunCompileRequest): Promise<void> {
  const { directory, warnings } = request;
  const metadata = metadataOf(request.metadata);
  const [{ checkProject }, { compileProject, embeddableEntries }] = await Promise.all([
    import('../../boot/check-project.ts'),
    import('../../project/pack/compile-project.ts'),
  ]);
  const project = await openProject(directory, {
    ...request.project,
    requireLock: true,
    warnings,
    check: checkProject,
  });
  if (request.list) {
    print(embeddableList(embeddableEntries(project.entries)));
    return;
  }
  const output = request.output ?? resolve(`${basename(project.directory) || 'app'}.wapp`);
  const progress = request.quiet || !process.stderr.isTTY ? undefined : progressLine();
  const result = await compileProject(project, {
    output,
    bytecode: request.bytecode,
    keepSource: request.keepSource,
    embed: request.embed ?? (await readModuleEmbeds(project.directory)),
    version: request.version,
    metadata,
    ...(progress && { onProgress: progress.show }),
  }).finally(() => progress?.clear());
  reportProblems(project, result.diagnostics, hasErrors(result.diagnostics) ? 'all' : warnings);
  const parts = [
    count(result.entries, 'entry', 'entries'),
    ...(result.compiled === 0 ? [] : [`${result.compiled} compiled`]),
    ...(result.files === 0 ? [] : [`${count(result.files, 'file', 'files')} embedded`]),
    formatSize(result.size),
  ];
  if (!request.quiet) print(`${output}: ${parts.join(', ')}\n`);
}

function metadataOf({ description, tags, pairs }: PackMetadata): Record<string, unknown> {
  const metadata: Record<string, unknown> = {};
  for (const pair of pairs) {
    const equals = pair.indexOf('=');
    const key = pair.slice(0, equals).trim();
    if (equals <= 0 || key === '') throw badMetadata(pair, 'expected key=value');
    if (/^(?:wippy|system)[._]|^__proto__$/.test(key)) throw badMetadata(pair, `"${key}" is reserved`);
    metadata[key] = typeSetValue(pair.slice(equals + 1).trim());
  }
  if (description !== undefined) metadata['description'] = description;
  if (tags !== undefined) metadata['tags'] = tags;
  return metadata;
}

function badMetadata(pair: string, reason: string): UsageError {
  return new UsageError(`invalid --meta "${pair}": ${reason}`, {
    kind: ErrorKind.Invalid,
    hint: 'Example: --meta channel=stable',
  });
}

function embeddableList(entries: readonly { readonly id: string; readonly directory: string }[]): string {
  if (entries.length === 0) return 'No fs.directory entries found.\n';
  const width = Math.max(...entries.map(({ id }) => id.length));
  return `${entries.map(({ id, directory }) => `${id.padEnd(width)}  ${directory}`).join('\n')}\n`;
}

/** One line of a terminal that is written again and again. */
function progressLine() {
  const dim = coloursAllowed(process.stderr, process.env) ? ['\x1b[2m', '\x1b[22m'] : ['', ''];
  return {
    show: (step: string, done: number, total: number) => {
      printError(`\r\x1b[K${dim[0]}${step} ${done}/${total}${dim[1]}`);
    },
    clear: () => printError('\r\x1b[K'),
  };
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function formatSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} bytes`;
  return bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
