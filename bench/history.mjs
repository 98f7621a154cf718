// What a change costs with the history in SQLite, and a project with many versions for the commands that read them.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

async function loadRegistry(folder) {
  const outfile = path.join(folder, 'registry.cjs');
  await build({
    stdin: {
      contents: `
        export * from './src/core/registry/index.ts';
        export { EventBus } from './src/infrastructure/event-bus/index.ts';
      `,
      resolveDir: root,
    },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    define: { 'import.meta.url': '__url' },
    // The driver is found from the program, not from the folder of the measurement.
    banner: { js: `const __url = ${JSON.stringify(`file://${root}/package.json`)};` },
  });
  const { createRequire } = await import('node:module');
  return createRequire(import.meta.url)(outfile);
}

const entryOf = (core, index, revision) =>
  core.createEntry({
    id: `app.part${index % 100}:entry${index}`,
    kind: 'function.lua',
    meta: index > 0 ? { depends_on: [`app.part${(index - 1) % 100}:entry${index - 1}`] } : {},
    data: {
      method: 'main',
      source: `-- revision ${revision}\n${'local value = 1\n'.repeat(30)}return { main = main }\n`,
    },
  });

async function openRegistry(core, file, entries) {
  const registry = new core.Registry({
    bus: new core.EventBus(),
    router: { route: () => 'data', kinds: () => ['function.lua'], participants: () => [], references: () => [] },
    history: core.createSqliteHistory({ file }),
  });
  await registry.loadState(entries, { record: true });
  registry.graph();
  return registry;
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

/** CPU milliseconds of one apply of one change, for projects of each size; the sizes take turns. */
export async function measureApply(sizes, rounds = 300) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wippy-bench-history-'));
  const core = await loadRegistry(folder);
  const projects = [];
  for (const size of sizes) {
    const entries = Array.from({ length: size }, (_, index) => entryOf(core, index, 0));
    const registry = await openRegistry(core, path.join(folder, `${size}.db`), entries);
    projects.push({ size, registry, costs: [] });
  }
  for (let round = 1; round <= rounds; round++) {
    for (const { size, registry, costs } of projects) {
      const changed = entryOf(core, (round * 7919) % size, round);
      const before = process.cpuUsage();
      await registry.apply([core.updateOperation(changed)]);
      const { user, system } = process.cpuUsage(before);
      // The first ones warm the compiler up.
      if (round > rounds / 5) costs.push((user + system) / 1000);
    }
  }
  for (const { registry } of projects) await registry.history.close();
  rmSync(folder, { recursive: true });
  return projects.map(({ costs }) => median(costs));
}

/** A project whose history has many versions; gives its directory. */
export async function makeHistory(versions) {
  const folder = mkdtempSync(path.join(tmpdir(), 'wippy-bench-history-'));
  const core = await loadRegistry(folder);
  const project = path.join(folder, 'project');
  mkdirSync(path.join(project, 'src'), { recursive: true });
  writeFileSync(path.join(project, 'wippy.lock'), 'directories:\n  modules: .wippy\n  src: ./src\n');
  const entries = Array.from({ length: 1000 }, (_, index) => entryOf(core, index, 0));
  const registry = await openRegistry(core, path.join(project, '.wippy/registry.db'), entries);
  for (let version = 2; version <= versions; version++) {
    await registry.apply([core.updateOperation(entryOf(core, (version * 7919) % 1000, version))]);
  }
  await registry.history.close();
  return { project, remove: () => rmSync(folder, { recursive: true }) };
}
