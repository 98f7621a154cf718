// Compiling, and starting from a pack against starting from sources.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateProject } from '../generate-project.mjs';
import { cpu, median, round, row, wippy } from '../measure.mjs';

export function pack() {
  const directory = mkdtempSync(path.join(tmpdir(), 'wippy-pack-'));
  try {
    const project = path.join(directory, 'project');
    generateProject(project, { entries: 210, luaFiles: 200 });
    const file = path.join(directory, 'app.wapp');
    const compiled = [wippy, 'compile', '-C', project, '-o', file, '--bytecode', '**'];
    const compiling = [];
    const sources = [];
    const packed = [];
    // What programs keep for the next start would make the sources known.
    process.env.XDG_CACHE_HOME = path.join(directory, 'cache');
    for (let turn = 0; turn < 5; turn++) {
      rmSync(process.env.XDG_CACHE_HOME, { recursive: true, force: true });
      compiling.push(cpu(process.execPath, compiled));
      sources.push(cpu(process.execPath, [wippy, 'run', 'hello', '-C', project]));
      packed.push(cpu(process.execPath, [wippy, 'run', file, 'hello', '-C', directory]));
    }
    const base = `run from sources ${round(median(sources), 0)} ms`;
    const ratio = (values) => round(median(values) / median(sources));
    row('compile, 200 Lua files', `${round(median(compiling), 0)} ms`, base, ratio(compiling), 'none');
    row('start-up from a pack, 200 files', `${round(median(packed), 0)} ms`, base, ratio(packed), 'at most 0.7');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
