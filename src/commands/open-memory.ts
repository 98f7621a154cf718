/** What an earlier start of this program has found out about a project. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UserCache } from '../infrastructure/user-cache.ts';
import { ProjectMemory } from '../project/memory/project-memory.ts';

export interface ProgramIdentity {
  /** The file that holds the whole program; undefined where it runs from its sources, which change at any time. */
  readonly programFile: string | undefined;
  readonly version: string;
}

/** Undefined for a program without a file of its own. `directory` is that of the project. */
export function openMemory(directory: string, { programFile, version }: ProgramIdentity): ProjectMemory | undefined {
  if (programFile === undefined) return undefined;
  const { size, mtimeMs } = statSync(programFile);
  return new ProjectMemory({
    cache: new UserCache(),
    directory: resolve(directory),
    program: `${version} ${size} ${mtimeMs}`,
  });
}
