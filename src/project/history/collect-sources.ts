/** The texts that a project was made from, so that they can be written back. */
import { readFile } from 'node:fs/promises';
import { relative, resolve, sep } from 'node:path';
import type { SourceSnapshot } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { LoadedFile } from '../entries/load-directory.ts';
import { originOf } from '../entries/locate-entry.ts';
import type { LoadedProject } from '../load-project.ts';

/** Path from the project with `/`; undefined for a file outside of it. */
function pathInProject(project: LoadedProject, file: string): string | undefined {
  const path = relative(project.directory, file);
  return path === '' || path.startsWith('..') ? undefined : path.split(sep).join('/');
}

/** The texts of some files only: those that were saved. @param paths from the project */
export async function collectChangedSources(project: LoadedProject, paths: readonly string[]): Promise<SourceSnapshot> {
  const wanted = new Set(paths.map((path) => resolve(project.directory, path)));
  const concerned = [...project.files.values()].filter(
    ({ path, entries }) =>
      wanted.has(path) || entries.some((entry) => originOf(entry)?.includes.some((file) => wanted.has(file)) ?? false),
  );
  const found = await collectTexts(project, concerned);
  const texts = paths.map((path) => path.split(sep).join('/')).map((path) => [path, found.get(path) ?? null] as const);
  return { texts: new Map(texts), complete: false };
}

/**
 * The definition files and the text files that they include, by their path from the project. Those of modules and outside
 * of the project are not ours to write.
 */
export async function collectSources(project: LoadedProject): Promise<SourceSnapshot> {
  return { texts: await collectTexts(project, project.files.values()), complete: true };
}

async function collectTexts(project: LoadedProject, files: Iterable<LoadedFile>): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  const included = new Set<string>();
  for (const file of files) {
    const origins = file.entries.map(originOf);
    const path = pathInProject(project, file.path);
    if (!file.isDefinition || path === undefined || origins.some((origin) => origin?.module !== undefined)) continue;
    texts.set(path, file.text);
    file.entries.forEach((entry, index) => {
      const origin = origins[index];
      for (const include of origin?.includes ?? []) included.add(include);
      // What was loaded counts, because the file may have changed since.
      const code = origin?.code === undefined ? undefined : pathInProject(project, origin.code);
      const source = isPlainObject(entry.data) ? entry.data['source'] : undefined;
      if (code !== undefined && typeof source === 'string') texts.set(code, source);
    });
  }
  for (const include of included) {
    const path = pathInProject(project, include);
    if (path === undefined || texts.has(path)) continue;
    const text = await readFile(include, 'utf8').catch(() => undefined);
    if (text !== undefined && !text.includes('\uFFFD')) texts.set(path, text);
  }
  return texts;
}
