/** Checks of a project that changes: after small edits only what can come out differently is looked at again. */
import type { Entry } from '../../core/registry/index.ts';
import { deepEqual, isPlainObject } from '../../infrastructure/plain-data.ts';
import { type Diagnostic, sortDiagnostics } from '../diagnostics/diagnostic.ts';
import type { LoadedProject } from '../load-project.ts';
import { checkClaims } from './check-claims.ts';
import { checkAll, checkEntry, findingsOf } from './check-entries.ts';
import { CheckContext, type CheckOptions } from './context.ts';
import { checkUnits } from './lua/check-lua.ts';
import { isLuaEntry, LuaPrograms } from './lua/program.ts';

interface Checked {
  readonly project: LoadedProject;
  readonly found: readonly Diagnostic[];
  readonly byId: Map<string, Entry>;
  /** The entries that claims were read from. */
  readonly claimants: ReadonlySet<string>;
}

/** Codes of findings about Lua code: they depend on the code that runs together with it. */
const OF_UNITS = /^P08/;

/** Codes of findings that belong to one entry, or to one and the code that runs together with it. */
const LOCAL = new Set(['P0601', 'P0602', 'P0603', 'P0801', 'P0802', 'P0803', 'P0804', 'P0805', 'P0807', 'P0808']);

/** Codes of problems of the project that have an effect on what is said about its entries. */
const FAR_REACHING = new Set(['P0503', 'P0504', 'P0507']);

export class IncrementalCheck {
  readonly #options: CheckOptions;
  #last: Checked | undefined;

  constructor(options: CheckOptions) {
    this.#options = options;
  }

  /** As `checkEntries`. */
  check(project: LoadedProject): Diagnostic[] {
    const last = this.#last;
    const changed = last === undefined || !isLocal(last, project) ? undefined : changedEntries(last.project, project);
    this.#last = undefined;
    const checked =
      last === undefined || changed === undefined ? this.#checkAll(project) : this.#checkAgain(project, changed, last);
    this.#last = checked;
    return [...checked.found];
  }

  #checkAll(project: LoadedProject): Checked {
    const byId = new Map(project.entries.map((entry) => [entry.id as string, entry]));
    const context = new CheckContext(project, this.#options, byId);
    const claimants = checkAll(context);
    return { project, found: findingsOf(context), byId, claimants };
  }

  #checkAgain(project: LoadedProject, changed: readonly Entry[], last: Checked): Checked {
    const { byId } = last;
    for (const entry of changed) byId.set(entry.id, entry);
    const context = new CheckContext(project, this.#options, byId);
    for (const entry of changed) checkEntry(entry, context);
    const claims = changed.some(({ id, kind }) => last.claimants.has(id) || context.kinds.definition(kind)?.claims);
    const claimants = claims ? checkClaims(context) : last.claimants;
    const checked = new Set(changed.map(({ id }) => id as string));
    const units = new Set<string>();
    if (changed.some(isLuaEntry)) {
      const programs = new LuaPrograms(context);
      const concerned = new Set(
        changed.flatMap(({ id }) => {
          const unit = programs.units.get(id);
          return unit === undefined ? [] : programs.companionsOf(unit);
        }),
      );
      checkUnits(concerned, programs, context);
      for (const { entry } of concerned) units.add(entry.id);
    }
    const kept = last.found.filter(({ code, entry = '' }) => !(OF_UNITS.test(code) ? units : checked).has(entry));
    return { project, found: sortDiagnostics([...kept, ...findingsOf(context)]), byId, claimants };
  }
}

/** Whether nothing but the entries themselves, and what they name, decides on what is said about them. */
function isLocal({ project: before, found }: Checked, after: LoadedProject): boolean {
  const isFarReaching = ({ severity, code }: Diagnostic): boolean => severity === 'error' || FAR_REACHING.has(code);
  if (before.diagnostics.some(isFarReaching) || after.diagnostics.some(isFarReaching)) return false;
  // What is related may have moved without the entry.
  return found.every(({ code, entry, related }) => LOCAL.has(code) && entry !== undefined && !related?.length);
}

/** The entries that changed; undefined where others came, went, or changed what they are to others. */
function changedEntries(before: LoadedProject, after: LoadedProject): Entry[] | undefined {
  if (before.entries.length !== after.entries.length) return undefined;
  const changed: Entry[] = [];
  for (const [index, entry] of after.entries.entries()) {
    const former = before.entries[index];
    if (former === entry) continue;
    if (former.id !== entry.id || former.kind !== entry.kind) return undefined;
    if (isLuaEntry(entry) && !sameDeclarations(former, entry)) return undefined;
    changed.push(entry);
  }
  return changed;
}

function sameDeclarations({ data: before }: Entry, { data: after }: Entry): boolean {
  if (!isPlainObject(before) || !isPlainObject(after)) return false;
  return ['modules', 'imports'].every((key) => deepEqual(before[key] ?? null, after[key] ?? null));
}
