import { afterEach, describe, expect, it } from 'vitest';
import { FrameContext } from '../../../src/core/context/frame-context.ts';
import type { AppContext } from '../../../src/infrastructure/app-context.ts';
import { functionsKey, registryKey, supervisorKey, transcoderKey } from '../../../src/system/context-keys.ts';
import { generator } from '../../lua/syntax/corpus/mutate.ts';
import { SessionUnderTest } from './support.ts';

/** How many random scripts of edits are played. */
const SCRIPTS = Number(process.env['WIPPY_EDIT_SCRIPTS'] ?? 8);
const SERVICES = 20;

type Random = (limit: number) => number;

/** The project as the edits change it: numbers that the files are written from. */
interface Model {
  readonly libraries: number[];
  /** Of each service: the version of its code, its library, the service it requires, whether it is there. */
  readonly services: { code: number; library: number; requires: number; there: boolean; delay: number }[];
  comment: number;
  broken: boolean;
}

function newModel(): Model {
  return {
    libraries: [0, 0, 0],
    services: Array.from({ length: SERVICES }, (_, index) => ({
      code: 0,
      library: index % 3,
      requires: index % 4 === 0 || index === 0 ? -1 : index - 1,
      there: true,
      delay: 1,
    })),
    comment: 0,
    broken: false,
  };
}

function files(model: Model): Record<string, string> {
  const entries = ['  - {name: processes, kind: process.host, lifecycle: {auto_start: true}}'];
  const written: Record<string, string> = {};
  model.libraries.forEach((version, index) => {
    entries.push(`  - {name: lib${index}, kind: library.lua, source: file://lib${index}.lua}`);
    written[`src/lib${index}.lua`] = `return { version = ${version} }\n`;
    entries.push(
      `  - {name: call${index}, kind: function.lua, source: file://call${index}.lua, method: main, imports: {lib: "app:lib${index}"}}`,
    );
    written[`src/call${index}.lua`] =
      'local lib = require("lib")\nreturn { main = function() return lib.version end }\n';
  });
  model.services.forEach(({ code, library, requires, there, delay }, index) => {
    written[`src/p${index}.lua`] =
      `local lib = require("lib")\nlocal code = ${code}\nreturn { main = function() process.registry.register("p${index}-${code}-" .. lib.version) process.events():receive() return 0 end }\n`;
    if (!there) return;
    const needed = requires >= 0 && model.services[requires]?.there === true ? `, requires: ["app:s${requires}"]` : '';
    entries.push(
      `  - {name: p${index}, kind: process.lua, source: file://p${index}.lua, method: main, imports: {lib: "app:lib${library}"}}`,
      `  - {name: s${index}, kind: process.service, process: app:p${index}, host: app:processes, lifecycle: {auto_start: true, stop_timeout: ${delay}s${needed}}}`,
    );
  });
  written['src/_index.yaml'] =
    `version: "1.0"\nnamespace: app\n# ${model.comment}\nentries:\n${entries.join('\n')}\n${model.broken ? '  - {name: x, kind: [}\n' : ''}`;
  return written;
}

function edit(model: Model, random: Random): void {
  const service = model.services[random(SERVICES)];
  if (service === undefined) return;
  switch (random(8)) {
    case 0: {
      const library = random(model.libraries.length);
      model.libraries[library] = (model.libraries[library] ?? 0) + 1;
      break;
    }
    case 1:
    case 2:
      service.code += 1;
      break;
    case 3:
      service.library = random(model.libraries.length);
      break;
    case 4:
      service.there = !service.there;
      break;
    case 5:
      service.delay = 1 + random(3);
      break;
    case 6:
      model.comment += 1;
      break;
    default:
      model.broken = !model.broken;
  }
}

/** What can be seen of a running application from outside. */
async function observe(context: AppContext) {
  const call = (target: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      context
        .require(functionsKey)
        .call({ target, payloads: [], context: FrameContext.root(), options: null }, (values, error) => {
          const first = values?.[0];
          if (error !== null) reject(error);
          else resolve(first === undefined ? null : context.require(transcoderKey).toHost(first));
        });
    });
  const supervisor = context.require(supervisorKey);
  return {
    entries: context
      .require(registryKey)
      .state.entries()
      .map(({ id, kind, data, meta }) => ({ id, kind, data, meta })),
    services: supervisor.states().map(({ id, status, desired }) => ({ id, status, desired })),
    needs: supervisor.states().map(({ id }) => supervisor.dependencies(id)),
    results: await Promise.all([0, 1, 2].map((index) => call(`app:call${index}`))),
  };
}

let under: SessionUnderTest | undefined;
afterEach(async () => {
  await under?.close();
  under = undefined;
});

describe('after any edits', () => {
  it(
    'what runs is what a fresh start of the same files gives, and nothing restarts that the verdict does not name',
    async () => {
      const model = newModel();
      under = await SessionUnderTest.start(files(model));
      let good = structuredClone(model);
      for (let script = 0; script < SCRIPTS; script += 1) {
        const random = generator(script * 7919 + 13);
        for (let count = 0; count < 10; count += 1) random(2);
        for (let save = random(3); save >= 0; save -= 1) {
          for (let change = random(3); change >= 0; change -= 1) edit(model, random);
          const running = under.session.application?.context.require(supervisorKey);
          const before = new Map(running?.states().map(({ id, runs }) => [id, runs]));
          const verdict = await under.save(files(model));
          expect(['applied', 'noop'].includes(verdict.event), JSON.stringify(verdict)).toBe(!model.broken);
          if (!model.broken) good = structuredClone(model);
          const named = verdict.event === 'applied' ? verdict.restarted.map(({ service }) => service) : [];
          const restarted = (running?.states() ?? [])
            .filter(({ id, runs }) => before.has(id) && before.get(id) !== runs)
            .map(({ id }) => id);
          expect(restarted.sort()).toEqual([...named].sort());
        }
        const fresh = await SessionUnderTest.start(files(good));
        const contexts = [under, fresh].map(({ session }) => session.application?.context);
        const [here, there] = await Promise.all(contexts.map((context) => observe(context as AppContext)));
        await fresh.close();
        expect(here, `script ${script}`).toEqual(there);
      }
    },
    60_000 + SCRIPTS * 2000,
  );
});
