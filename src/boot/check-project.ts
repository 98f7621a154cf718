/** What the assembled application knows about the entries of a project before anything runs. */
import { internalKinds, KindRegistry } from '../core/kinds/index.ts';
import { inspect, type SourceFacts } from '../lua/index.ts';
import { checkEntries } from '../project/check/check-entries.ts';
import type { Vocabulary } from '../project/check/context.ts';
import { IncrementalCheck } from '../project/check/incremental-check.ts';
import type { Diagnostic } from '../project/diagnostics/diagnostic.ts';
import type { LoadedProject } from '../project/load-project.ts';
import { applicationKinds } from './kinds.ts';
import { applicationGlobals, applicationModules } from './modules.ts';

/** All kinds that an application can use, declared but without handlers. */
export function declaredKinds(): KindRegistry {
  return new KindRegistry().register(...internalKinds(), ...applicationKinds());
}

function vocabulary(): Vocabulary {
  const modules = applicationModules();
  const always = modules.filter((module) => module.global === true).map((module) => module.name);
  return {
    kinds: declaredKinds(),
    modules: modules.map((module) => module.name),
    globals: [...Object.keys(applicationGlobals()), ...always, '_G'],
  };
}

/** What keeps the entries of a project from running, in the order of the files; facts may come from a cache. */
export function checkProject(project: LoadedProject, factsOf: (source: string) => SourceFacts = inspect): Diagnostic[] {
  return checkEntries(project, { ...vocabulary(), inspect: factsOf, advice: false });
}

/** As `reviewProject`, for many checks of a project that changes: what was looked at before is not looked at again. */
export function createProjectReview(
  factsOf: (source: string) => SourceFacts = inspect,
): (project: LoadedProject) => Diagnostic[] {
  let known = new Map<string, SourceFacts>();
  let current = new Map<string, SourceFacts>();
  const inspectOnce = (source: string): SourceFacts => {
    const facts = current.get(source) ?? known.get(source) ?? factsOf(source);
    current.set(source, facts);
    return facts;
  };
  const check = new IncrementalCheck({ ...vocabulary(), inspect: inspectOnce, advice: true });
  return (project) => {
    const found = check.check(project);
    // Sources that are gone are forgotten. Where no code has changed, none was looked at.
    if (current.size > 0) known = current;
    current = new Map();
    return found;
  };
}

/** Everything that can be found wrong with the entries of a project; facts of Lua sources may come from a cache. */
export function reviewProject(
  project: LoadedProject,
  factsOf: (source: string) => SourceFacts = inspect,
): Diagnostic[] {
  return checkEntries(project, { ...vocabulary(), inspect: factsOf, advice: true });
}

/** As `reviewProject`, with the rules of `wippy lint --rules`. */
export function reviewStyle(project: LoadedProject): Diagnostic[] {
  return checkEntries(project, { ...vocabulary(), inspect, advice: true, style: true });
}

/** What a check needs to know of a Lua source. */
export const inspectSource: (source: string) => SourceFacts = inspect;
