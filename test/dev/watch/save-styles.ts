/** The ways in which editors and tools write a file. */
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

export type Save = (path: string, text: string) => Promise<void>;

export const SAVE_STYLES: Readonly<Record<string, Save>> = {
  'in place': (path, text) => writeFile(path, text),
  'by renaming': async (path, text) => {
    const temporary = join(dirname(path), `.save-${process.pid}.tmp`);
    await writeFile(temporary, text);
    await rename(temporary, path);
  },
  // The old file becomes the backup, a new one is written, the backup goes.
  'with a backup, as vim does': async (path, text) => {
    const probe = join(dirname(path), '4913');
    await writeFile(probe, '');
    await rm(probe);
    await rename(path, `${path}~`);
    await writeFile(path, text);
    await rm(`${path}~`);
  },
  'by deleting and writing again': async (path, text) => {
    await rm(path);
    await writeFile(path, text);
  },
  'by truncating, waiting and writing': async (path, text) => {
    const file = await open(path, 'w');
    await pause(100);
    await file.writeFile(text);
    await file.close();
  },
};
