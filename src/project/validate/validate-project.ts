/** Everything that can be found wrong with a project without running it. */
import { basename } from 'node:path';
import { type Diagnostic, diagnostic, mergeFindings, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import { type LoadedProject, type LoadProjectOptions, loadProject } from '../load-project.ts';

/** Finds the problems of entries that could be read. */
export type ProjectCheck = (project: LoadedProject) => readonly Diagnostic[];

export interface Validation {
  /** Absolute path of the project. */
  readonly directory: string;
  /** All findings of every severity, in the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[];
  /** How many definition files and files that they include were read. */
  readonly files: number;
  readonly entries: number;
  /** The namespace that a definition file is about, also where the file is broken. */
  readonly namespaces: ReadonlyMap<string, string>;
  /** False where no lock file makes the directory a project. */
  readonly hasLock: boolean;
  readonly lockPath: string;
}

/** Loads a project and checks it. Throws Invalid for malformed `set` or `overrides`; all else is a finding. */
export async function validateProject(
  directory: string,
  options: LoadProjectOptions,
  check: ProjectCheck,
): Promise<Validation> {
  return (await validateLoaded(directory, options, check)).validation;
}

/** As `validateProject`, with the project. */
export async function validateLoaded(
  directory: string,
  options: LoadProjectOptions,
  check: ProjectCheck,
): Promise<{ readonly validation: Validation; readonly project: LoadedProject }> {
  const project = await loadProject(directory, { ...options, thorough: true });
  return { validation: describeValidation(project, check), project };
}

/** The result of a check of a project that was loaded thoroughly. */
export function describeValidation(project: LoadedProject, check: ProjectCheck): Validation {
  return {
    directory: project.directory,
    diagnostics: findingsOfProject(project, check),
    files: filesOf(project).size,
    entries: project.entries.length,
    namespaces: namespacesOf(project),
    hasLock: project.lock.exists,
    lockPath: project.lock.path,
  };
}

/** All findings about a project that was loaded thoroughly, in the order of files and lines. */
export function findingsOfProject(project: LoadedProject, check: ProjectCheck): Diagnostic[] {
  const { lock, diagnostics } = project;
  // A lock file that cannot be read has been reported.
  const known = lock.exists || diagnostics.some(({ file }) => file === lock.path);
  const loaded = known ? diagnostics : [...diagnostics, noLock(project)];
  return sortDiagnostics(mergeFindings(loaded, check(project)));
}

/** The sources are looked at all the same; that they are never run is one more thing to know. */
function noLock({ lock }: LoadedProject): Diagnostic {
  return diagnostic(
    'P0305',
    `no lock file ${basename(lock.path)}: without it, "wippy run" starts an empty application`,
    {
      hint: "Create it with 'wippy init'.",
    },
  );
}

function filesOf(project: LoadedProject): Set<string> {
  const files = new Set<string>();
  for (const { path, isDefinition, entries } of project.files.values()) {
    if (isDefinition) files.add(path);
    for (const { source } of entries) for (const include of includesOf(source?.origin)) files.add(include);
  }
  return files;
}

function includesOf(origin: unknown): readonly string[] {
  return typeof origin === 'object' && origin !== null && 'includes' in origin ? (origin.includes as string[]) : [];
}

function namespacesOf(project: LoadedProject): Map<string, string> {
  const namespaces = new Map<string, string>();
  for (const { path, text, isDefinition } of project.files.values()) {
    const written = isDefinition ? /^[\s"']*namespace["']?[ \t]*:[ \t]*["']?([^\s"'#]+)/m.exec(text) : null;
    if (written !== null) namespaces.set(path, written[1]);
  }
  return namespaces;
}
