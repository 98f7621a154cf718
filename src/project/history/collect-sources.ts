/** The texts that a project was made from, so that they can be written back. */
import { readFile } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import type { SourceSnapshot } from '../../core/registry/index.ts';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { EntryOrigin } from '../entries/parsed-entry.ts';
import type { LoadedProject } from '../load-project.ts';

/** Path from the project with `/`; undefined for a file outside of it. */
function pathInProject(project: LoadedProject, file: string): string | undefined {
  const path = relative(project.directory, file);
  return path === '' || path.startsWith('..') ? undefined : path.split(sep).join('/');
}

/** The texts of some files only: those that were saved. @param paths from the project */
export async function collectChangedSources(project: LoadedProject, paths: readonly string[]): Promise<SourceSnapshot> {
  const { texts: all } = await collectSources(project);
  const texts = new Map<string, string | null>();
  for (const path of paths) texts.set(path.split(sep).join('/'), all.get(path.split(sep).join('/')) ?? null);
  return { texts, complete: false };
}

/**
 * The definition files and the text files that they include, by their path from the project. Those of modules and outside
 * of the project are not ours to write.
 */
export async function collectSources(project: LoadedProject): Promise<SourceSnapshot> {
  const texts = new Map<string, string>();
  const included = new Set<string>();
  for (const file of project.files.values()) {
    const origins = file.entries.map((entry) => entry.source?.origin as EntryOrigin | undefined);
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
  return { texts, complete: true };
}
