/** Stage link: parameters of dependencies flow into the entries that requirements name. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import type { RelatedInformation } from '../diagnostics/diagnostic.ts';
import { placeInEntry } from '../entries/locate-entry.ts';
import type { PathSegment } from '../yaml/locate.ts';
import { appendInEntry, type PlacedValue, setInEntry } from './entry-path.ts';
import {
  type DecodeProblem,
  type Dependency,
  decodeDependency,
  decodeRequirement,
  type LinkValue,
  type Requirement,
} from './link-definitions.ts';
import { chainTo, checkDependencies, describeChain, relatedToChain } from './link-modules.ts';
import type { Stage, StageContext } from './stage.ts';

const DECODE_HINT = 'Values and defaults are texts, numbers or booleans; targets have "entry" and "path".';

export const link: Stage = {
  name: 'link',
  run(entries, context) {
    const requirements = decodeAll(entries, 'ns.requirement', decodeRequirement, context);
    const dependencies = decodeAll(entries, 'ns.dependency', decodeDependency, context);
    checkDependencies(dependencies, context);
    if (requirements.length === 0) return entries;
    const slots = new Map(entries.map((entry) => [entry.id as string, entry]));
    for (const requirement of requirements) {
      const unresolved = resolveRequirement(requirement, dependencies, slots, context);
      if (unresolved !== undefined) reportUnresolved(requirement, dependencies, unresolved, context);
    }
    return [...slots.values()];
  },
};

/** Decodes the entries of a kind, sorted by id, so that the result does not depend on the order of files. */
function decodeAll<Result extends { readonly entry: Entry }>(
  entries: readonly Entry[],
  kind: string,
  decode: (entry: Entry) => Result | DecodeProblem,
  context: StageContext,
): Result[] {
  const found: Result[] = [];
  for (const entry of entries) {
    if (entry.kind !== kind) continue;
    const result = decode(entry);
    if ('message' in result) {
      const place = placeInEntry(entry, result.path, context.readText);
      context.report('P0504', `failed to decode ${entry.id}: ${result.message}`, {
        ...place,
        entry: entry.id,
        hint: DECODE_HINT,
      });
    } else {
      found.push(result);
    }
  }
  return found.sort((a, b) => (a.entry.id < b.entry.id ? -1 : 1));
}

interface Unresolved {
  readonly message: string;
  readonly hint: string;
  /** The part of the requirement that the problem belongs to. */
  readonly path: readonly PathSegment[];
  readonly related?: readonly RelatedInformation[];
}

function reportUnresolved(
  requirement: Requirement,
  dependencies: readonly Dependency[],
  { message, hint, path, related = [] }: Unresolved,
  context: StageContext,
): void {
  const { entry } = requirement;
  const chain = chainTo(requirement, dependencies);
  const way = chain.length === 0 ? '' : ` (needed by ${describeChain(chain)})`;
  const all = [...related, ...relatedToChain(chain, context)];
  context.report('P0503', `unresolved requirement ${entry.id}: ${message}${way}`, {
    ...placeInEntry(entry, path, context.readText),
    entry: entry.id,
    hint,
    severity: context.strictRequirements ? 'error' : 'warning',
    ...(all.length === 0 ? {} : { related: all }),
  });
}

/** Puts the value of a requirement into its targets. Targets before a bad one stay changed, as in the reference. */
function resolveRequirement(
  requirement: Requirement,
  dependencies: readonly Dependency[],
  slots: Map<string, Entry>,
  context: StageContext,
): Unresolved | undefined {
  const value = requirementValue(requirement, dependencies, context);
  if ('message' in value) return value;
  if (requirement.targets.length === 0) {
    const hint = 'List the entries and paths that need the value in "targets".';
    return { message: 'no targets defined in requirement definition', hint, path: ['name'] };
  }
  const { namespace } = parseEntryId(requirement.entry.id);
  for (const [index, target] of requirement.targets.entries()) {
    const id = target.entry.includes(':') ? target.entry : `${namespace}:${target.entry}`;
    const entry = target.entry === '' ? undefined : slots.get(id);
    if (entry === undefined) {
      const removed = context.removed.has(id);
      const hint = removed
        ? 'The entry is disabled; remove the target or the "disable" pattern.'
        : (didYouMean(id, slots.keys()) ?? 'Name an existing entry, as "name" or "namespace:name".');
      const message = `target "${target.entry}": no matching entries found`;
      return { message, hint, path: ['data', 'targets', index, 'entry'] };
    }
    try {
      slots.set(id, applyTarget(entry, target.path.trim(), value));
    } catch (error) {
      const { message, hint } = toWippyError(error);
      return {
        message: `target "${target.entry}" at "${target.path}": ${message}`,
        hint: hint ?? 'Correct the path.',
        path: ['data', 'targets', index, 'path'],
      };
    }
  }
  return undefined;
}

function applyTarget(entry: Entry, path: string, value: PlacedValue): Entry {
  if (!path.endsWith('+=')) return setInEntry(entry, path, value);
  return appendInEntry(entry, path.slice(0, -2).trim(), value);
}

interface Candidate {
  readonly value: LinkValue;
  readonly dependency: Dependency;
  readonly path: readonly PathSegment[];
}

/** The parameter that is passed, else the default. What the application passes wins over what modules pass. */
function requirementValue(
  requirement: Requirement,
  dependencies: readonly Dependency[],
  context: StageContext,
): PlacedValue | Unresolved {
  const found = dependencies.flatMap((dependency) => candidates(dependency, requirement));
  const roots = found.filter(({ dependency }) => dependency.owner === undefined);
  const counting = roots.length > 0 ? roots : found;
  const { name } = parseEntryId(requirement.entry.id);
  const placed = (value: LinkValue, entry: Entry, path: readonly PathSegment[]): PlacedValue => ({
    value,
    place: () => placeInEntry(entry, path, context.readText),
  });
  if (new Set(counting.map((item) => item.value)).size > 1) {
    const values = counting.map((item) => `${name}=${item.value} (from ${item.dependency.entry.id})`).join(', ');
    return {
      message: `parameter conflict: multiple dependencies define different values: ${values}`,
      hint: 'Pass the same value in all of them, or one value from the application.',
      path: ['name'],
      related: counting.map(({ dependency, path, value }) => ({
        message: `${dependency.entry.id} passes ${value}`,
        ...placeInEntry(dependency.entry, path, context.readText),
      })),
    };
  }
  if (counting.length > 0) return placed(counting[0].value, counting[0].dependency.entry, counting[0].path);
  if (requirement.fallback !== undefined) {
    return placed(requirement.fallback, requirement.entry, ['data', 'default']);
  }
  return {
    message: 'no value available: no dependency parameter found and no default value specified',
    hint: `Pass the parameter "${name}" in the ns.dependency entry, or give the requirement a "default".`,
    path: ['name'],
  };
}

function candidates(dependency: Dependency, requirement: Requirement): Candidate[] {
  return dependency.parameters.flatMap(({ name, value }, index) =>
    matches(name, dependency, requirement)
      ? [{ value: value ?? '', dependency, path: ['data', 'parameters', index, 'value'] }]
      : [],
  );
}

/** Whether a parameter of a dependency is meant for a requirement: by full id, or by name inside of the same module. */
function matches(parameter: string, dependency: Dependency, requirement: Requirement): boolean {
  const { namespace, name } = parseEntryId(requirement.entry.id);
  const sameModule = dependency.namespace === namespace || requirement.module === dependency.component;
  const colon = parameter.indexOf(':');
  if (colon === -1) return parameter === name && sameModule;
  if (parameter.slice(colon + 1) !== name) return false;
  return parameter === requirement.entry.id || (parameter.slice(0, colon) === dependency.namespace && sameModule);
}
