/** Which dependency brings which module in: checks of the dependencies, and the chain that leads to a module. */
import type { RelatedInformation } from '../diagnostics/diagnostic.ts';
import { placeInEntry } from '../entries/locate-entry.ts';
import { isVersionWanted } from '../lock/version.ts';
import type { Dependency, Requirement } from './link-definitions.ts';
import type { StageContext } from './stage.ts';

/** Reports modules that the application depends on twice, and dependencies on modules or versions that are not there. */
export function checkDependencies(dependencies: readonly Dependency[], context: StageContext): void {
  const roots = new Map<string, Dependency>();
  for (const dependency of dependencies) {
    const { component, entry, owner } = dependency;
    const place = { ...placeInEntry(entry, 'data.component', context.readText), entry: entry.id };
    const first = owner === undefined ? roots.get(component) : undefined;
    if (first !== undefined) {
      context.report('P0506', `dependency ${entry.id}: ${first.entry.id} declares ${component} as well`, {
        ...place,
        hint: 'Keep one of them, with the parameters of both.',
        related: [{ message: 'also declared here', ...placeInEntry(first.entry, 'data.component', context.readText) }],
      });
      continue;
    }
    if (owner === undefined) roots.set(component, dependency);
    if (context.modules === undefined) continue;
    if (context.modules.has(component)) {
      checkVersion(dependency, context.modules.get(component), context);
      continue;
    }
    context.report('P0507', `dependency ${entry.id}: module ${component} is not installed`, {
      ...place,
      hint: 'Add it to "modules" of wippy.lock, or a directory for it to "workspace.replacements" of the configuration.',
    });
  }
}

/** Reports a version of a module that is not the one that is asked for. */
function checkVersion(dependency: Dependency, installed: string | undefined, context: StageContext): void {
  const { component, entry, version } = dependency;
  const place = { ...placeInEntry(entry, 'data.version', context.readText), entry: entry.id };
  try {
    if (isVersionWanted(installed ?? '', version) !== false) return;
    context.report('P0511', `dependency ${entry.id} asks for ${component} ${version}, and ${installed} is there`, {
      ...place,
      hint: 'Change "version" of the dependency, or install a version of the module that it allows.',
    });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    context.report('P0504', `dependency ${entry.id}: "${version}" is no version constraint`, {
      ...place,
      severity: 'warning',
      hint: 'Write it with three numbers: 1.2.3, ^1.2.0, ~1.2.0, ">=1.0.0 <2.0.0", or "*".',
    });
  }
}

/**
 * The way from the application to the module of a requirement: each dependency brings the next module in. The way with
 * the fewest steps; ties go to the first id in alphabetical order.
 */
export function chainTo(requirement: Requirement, dependencies: readonly Dependency[]): Dependency[] {
  const { module, entry } = requirement;
  const namespace = entry.id.slice(0, entry.id.indexOf(':'));
  const sorted = [...dependencies].sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
  const bringing = (wanted: (dependency: Dependency) => boolean): Dependency[][] =>
    sorted.filter(wanted).map((dependency) => [dependency]);
  let ways = bringing((item) => (module === undefined ? item.namespace === namespace : item.component === module));
  const seen = new Set<string>();
  while (ways.length > 0) {
    const complete = ways.find(([first]) => first.owner === undefined);
    if (complete !== undefined) return complete;
    const longer: Dependency[][] = [];
    for (const way of ways) {
      const owner = way[0].owner as string;
      if (seen.has(owner)) continue;
      seen.add(owner);
      for (const [before] of bringing((item) => item.component === owner)) longer.push([before, ...way]);
    }
    ways = longer;
  }
  return [];
}

/** `app:dep → acme/users → acme.users:dep → acme/mail`; empty where nothing brings the module in. */
export function describeChain(chain: readonly Dependency[]): string {
  return chain.map(({ entry, component }) => `${entry.id} → ${component}`).join(' → ');
}

export function relatedToChain(chain: readonly Dependency[], context: StageContext): RelatedInformation[] {
  return chain.map(({ entry, component }) => ({
    message: `${entry.id} brings in ${component}`,
    ...placeInEntry(entry, 'data.component', context.readText),
  }));
}
