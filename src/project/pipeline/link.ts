/** Stage link: parameters of dependencies flow into the entries that requirements name. */
import type { Entry } from '../../core/registry/entry.ts';
import { parseEntryId } from '../../core/registry/entry-id.ts';
import { toWippyError } from '../../infrastructure/errors.ts';
import { didYouMean } from '../../infrastructure/suggest.ts';
import { placeInEntry } from '../entries/locate-entry.ts';
import { appendInEntry, setInEntry } from './entry-path.ts';
import {
  type DecodeProblem,
  type Dependency,
  decodeDependency,
  decodeRequirement,
  type Requirement,
} from './link-definitions.ts';
import type { Stage, StageContext } from './stage.ts';

const QUOTE_HINT = 'Values and defaults are strings; put numbers and booleans in quotes.';

export const link: Stage = {
  name: 'link',
  run(entries, context) {
    const requirements = decodeAll(entries, 'ns.requirement', decodeRequirement, context);
    const dependencies = decodeAll(entries, 'ns.dependency', decodeDependency, context);
    const changed = new Map(entries.map((entry, index) => [entry.id, { entry, index }]));
    for (const requirement of requirements) {
      const unresolved = resolveRequirement(requirement, dependencies, changed);
      if (unresolved !== undefined) reportUnresolved(requirement.entry, unresolved, context);
    }
    return [...changed.values()].sort((a, b) => a.index - b.index).map((item) => item.entry);
  },
};

type Slots = Map<string, { entry: Entry; readonly index: number }>;

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
        hint: QUOTE_HINT,
      });
    } else {
      found.push(result);
    }
  }
  return found;
}

function reportUnresolved(entry: Entry, { message, hint, path }: Unresolved, context: StageContext): void {
  const place = placeInEntry(entry, path, context.readText);
  const severity = context.strictRequirements ? 'error' : 'warning';
  context.report('P0503', `unresolved requirement ${entry.id}: ${message}`, {
    ...place,
    entry: entry.id,
    hint,
    severity,
  });
}

interface Unresolved {
  readonly message: string;
  readonly hint: string;
  /** The part of the requirement that the problem belongs to. */
  readonly path: string;
}

/** Puts the value of a requirement into its targets. Targets before a bad one stay changed, as in the reference. */
function resolveRequirement(
  requirement: Requirement,
  dependencies: readonly Dependency[],
  slots: Slots,
): Unresolved | undefined {
  const value = requirementValue(requirement, dependencies);
  if ('problem' in value) return { message: value.problem, hint: value.hint, path: 'name' };
  if (requirement.targets.length === 0) {
    const hint = 'List the entries and paths that need the value in "targets".';
    return { message: 'no targets defined in requirement definition', hint, path: 'name' };
  }
  const { namespace } = parseEntryId(requirement.entry.id);
  for (const [index, target] of requirement.targets.entries()) {
    const id = target.entry.includes(':') ? target.entry : `${namespace}:${target.entry}`;
    const slot = target.entry === '' ? undefined : slots.get(id);
    if (slot === undefined) {
      const hint = didYouMean(id, slots.keys()) ?? 'Name an existing entry, as "name" or "namespace:name".';
      const message = `target "${target.entry}": no matching entries found`;
      return { message, hint, path: `data.targets.${index}.entry` };
    }
    try {
      slot.entry = applyTarget(slot.entry, target.path.trim(), value.text);
    } catch (error) {
      const { message, hint } = toWippyError(error);
      return {
        message: `target "${target.entry}" at "${target.path}": ${message}`,
        hint: hint ?? 'Correct the path.',
        path: `data.targets.${index}.path`,
      };
    }
  }
  return undefined;
}

function applyTarget(entry: Entry, path: string, value: string): Entry {
  if (!path.endsWith('+=')) return setInEntry(entry, path, value);
  return appendInEntry(entry, path.slice(0, -2).trim(), value);
}

type RequirementValue = { readonly text: string } | { readonly problem: string; readonly hint: string };

function requirementValue(requirement: Requirement, dependencies: readonly Dependency[]): RequirementValue {
  const found = dependencies.flatMap((dependency) =>
    dependency.parameters
      .filter((parameter) => matches(parameter.name, dependency, requirement))
      .map((parameter) => ({ value: parameter.value, from: dependency.entry.id })),
  );
  const { name } = parseEntryId(requirement.entry.id);
  if (new Set(found.map((item) => item.value)).size > 1) {
    const values = found.map((item) => `${name}=${item.value} (from ${item.from})`).join(', ');
    return {
      problem: `parameter conflict: multiple dependencies define different values: ${values}`,
      hint: 'Pass the same value in all of them.',
    };
  }
  const text = found[0]?.value ?? requirement.fallback;
  if (text !== undefined) return { text };
  return {
    problem: 'no value available: no dependency parameter found and no default value specified',
    hint: `Pass the parameter "${name}" in the ns.dependency entry, or give the requirement a "default".`,
  };
}

/** Whether a parameter of a dependency is meant for a requirement: by full id, or by name inside of the same module. */
function matches(parameter: string, dependency: Dependency, requirement: Requirement): boolean {
  const { namespace, name } = parseEntryId(requirement.entry.id);
  const sameModule = dependency.namespace === namespace || requirement.entry.meta['module'] === dependency.component;
  const colon = parameter.indexOf(':');
  if (colon === -1) return parameter === name && sameModule;
  if (parameter.slice(colon + 1) !== name) return false;
  return parameter === requirement.entry.id || (parameter.slice(0, colon) === dependency.namespace && sameModule);
}
