import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startApplication } from '../../../src/boot/application.ts';
import { declaredKinds } from '../../../src/boot/check-project.ts';
import type { Entry } from '../../../src/core/registry/index.ts';
import { type ServiceState, serviceUpdateEvent, supervisorEventSystem } from '../../../src/core/supervisor/index.ts';
import type { EnvironmentReaders } from '../../../src/dev/plan/environment-readers.ts';
import { RunningApplication } from '../../../src/dev/session/running-application.ts';
import { Config } from '../../../src/infrastructure/config.ts';
import { ProgramEnvironment } from '../../../src/infrastructure/program-environment.ts';
import type { LoadedProject } from '../../../src/project/load-project.ts';
import { eventBusKey, functionsKey, kindsKey, registryKey, supervisorKey } from '../../../src/system/context-keys.ts';
import { bystanders, editsOf, idOf, sampleEntries, samples, withoutSample } from './sample-entries.ts';

let directory = '';
let running: RunningApplication;
let port = 0;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const base = [...sampleEntries(), ...bystanders()];

/** No entry reads another environment. */
const NONE: EnvironmentReaders = { readers: new Map(), configured: new Set(), unknown: [] };

/** Services that have been started since somebody cleared this. */
const starts = new Set<string>();

const context = () => running.application.context;

beforeAll(async () => {
  directory = await realpath(await mkdtemp(join(tmpdir(), 'wippy-kinds-')));
  const roots = { project: directory, module: () => undefined };
  const log: string[] = [];
  const application = await startApplication({
    entries: base,
    config: Config.fromSections({}),
    directories: roots,
    logging: { encoding: 'json', level: 'info', stream: { write: (line: string) => void log.push(line) } },
  });
  running = new RunningApplication(application, { directory, environment: new ProgramEnvironment({}) });
  const { failed } = await context().require(supervisorKey).settled();
  expect([...failed]).toEqual([]);
  context()
    .require(eventBusKey)
    .subscribe({ system: supervisorEventSystem, kind: serviceUpdateEvent }, ({ path, data }) => {
      if ((data as ServiceState).status === 'starting') starts.add(path);
    });
  const listens = log.map((line) => JSON.parse(line) as { server?: string; port?: number });
  port = listens.find(({ server }) => server === 'other:gateway')?.port ?? 0;
});

afterAll(async () => {
  agent.destroy();
  await running.shutdown();
  await rm(directory, { recursive: true, force: true });
});

/** Asks the other server over its one connection; how often its function was called, and whether the connection is the old one. */
function ask(): Promise<{ calls: number; reused: boolean }> {
  return new Promise((resolve, reject) => {
    const request = get({ port, host: '127.0.0.1', path: '/', agent }, (response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on('end', () => resolve({ calls: Number(body), reused: request.reusedSocket }));
    });
    request.on('error', reject);
  });
}

async function apply(entries: readonly Entry[]) {
  const plan = running.plan(running.operations(entries, NONE));
  const project = { entries, directory, files: new Map() } as unknown as LoadedProject;
  return { plan, refused: await running.apply(project, plan, [], { environment: {}, again: NONE }) };
}

function runningServices(): string[] {
  const states = context().require(supervisorKey).states();
  return states.filter(({ status }) => status === 'running').map(({ id }) => id);
}

function pools() {
  const functions = context().require(functionsKey);
  return new Map(functions.list().map((id) => [id, functions.pool(id)]));
}

/** The services that lead to one of the ids over what they name, as the graph says it, without the supervisor. */
function reaching(targets: ReadonlySet<string>): string[] {
  const graph = context().require(registryKey).graph();
  const services = context().require(supervisorKey).states();
  return services
    .map(({ id }) => id)
    .filter((id) => {
      const seen = new Set([id]);
      for (const other of seen) for (const next of graph.dependencies(other)) seen.add(next);
      return [...targets].some((target) => seen.has(target));
    });
}

/** The entries that take in the code of one, as the declarations say it. */
function takingIn(id: string): Set<string> {
  const kinds = context().require(kindsKey);
  const found = new Set([id]);
  for (const member of found) {
    for (const entry of base) {
      if (kinds.entryReferences(entry).some(({ code, target }) => code && target === member)) found.add(entry.id);
    }
  }
  return found;
}

describe('an edit of an entry', () => {
  it('is tried for each kind that there is', () => {
    const known = [...Object.keys(samples), ...Object.keys(withoutSample)].sort();
    // A new kind needs a sample here, so that the next test covers it.
    expect(declaredKinds().kinds().sort()).toEqual(known);
  });

  it.each(Object.keys(samples))('restarts and swaps what depends on the change and nothing else: %s', async (kind) => {
    const kinds = context().require(kindsKey);
    const original = base.find(({ id }) => id === idOf(kind)) as Entry;
    const edits = editsOf(original, kinds);
    expect(edits.length).toBeGreaterThan(0);
    const { calls } = await ask();
    for (const { field, entry } of edits) {
      const before = { services: runningServices(), pools: pools() };
      starts.clear();
      const { plan, refused } = await apply(base.map((other) => (other.id === entry.id ? entry : other)));
      const after = { services: runningServices(), pools: pools() };
      const label = `${field}: ${refused === undefined || refused === 'unchanged' ? refused : refused.message}`;

      const restarted = before.services.filter((id) => starts.has(id));
      const stopped = before.services.filter((id) => !after.services.includes(id));
      const swapped = [...before.pools.keys()].filter((id) => before.pools.get(id) !== after.pools.get(id));
      if (refused === undefined) {
        // What the plan says is what happens.
        expect(
          plan.restarted.map(({ id }) => id),
          label,
        ).toEqual(restarted.sort());
        expect(plan.stopped, label).toEqual(stopped.sort());
        expect(
          plan.swapped.map(({ id }) => id),
          label,
        ).toEqual(swapped.sort());
        // And that is what the declarations lead to.
        const sameCode = kinds.sameCode(entry, original);
        const code = sameCode ? new Set<string>() : takingIn(entry.id);
        const byCode = [...code].filter((id) => id !== entry.id && id.startsWith('app:process.service'));
        const own = before.services.includes(entry.id) && !kinds.updatesInPlace(entry, original) ? [entry.id] : [];
        const closure = reaching(new Set([...byCode, ...own])).filter((id) => after.services.includes(id));
        expect(restarted.sort(), label).toEqual(closure.sort());
        expect(swapped.sort(), label).toEqual([...code].filter((id) => before.pools.has(id)).sort());
      } else {
        expect(stopped, label).toEqual([]);
      }
      const back = await apply(base);
      expect(back.refused, label).toBe(refused === undefined ? undefined : 'unchanged');
      expect(runningServices(), label).toEqual(before.services);
    }
    // Bystanders keep their connection and their memory.
    expect(await ask()).toEqual({ calls: calls + 1, reused: true });
  });
});
