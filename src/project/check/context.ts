/** What the checks of entries share. */
import type { KindRegistry } from '../../core/kinds/index.ts';
import type { Entry } from '../../core/registry/index.ts';
import type { SourceFacts } from '../../lua/index.ts';
import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, type DiagnosticFields, diagnostic } from '../diagnostics/diagnostic.ts';
import type { EntryPath } from '../entries/locate-entry.ts';
import type { LoadedProject } from '../load-project.ts';
import { EntryFixes } from './entry-fixes.ts';
import { LostEntries } from './lost-entries.ts';
import { type Place, Places } from './places.ts';
import { UnresolvedRequirements } from './unresolved.ts';

/** What the assembled application offers to entries. */
export interface Vocabulary {
  readonly kinds: KindRegistry;
  /** Names of the Lua modules that an entry can declare. */
  readonly modules: readonly string[];
  /** Names of the globals that Lua code has without declaring anything. */
  readonly globals: readonly string[];
}

export interface CheckOptions extends Vocabulary {
  /** Facts of a Lua source; they may come from a cache. */
  readonly inspect: (source: string) => SourceFacts;
  /** Whether to look also for what only matters when it runs: unknown names, unused declarations. */
  readonly advice: boolean;
  /** Whether to look for what may be meant otherwise: the rules of `wippy lint --rules`. */
  readonly style?: boolean;
}

export class CheckContext {
  readonly project: LoadedProject;
  readonly entries: readonly Entry[];
  readonly byId: ReadonlyMap<string, Entry>;
  readonly options: CheckOptions;
  readonly kinds: KindRegistry;
  readonly places: Places;
  readonly fixes: EntryFixes;
  #lost: LostEntries | undefined;
  #unresolved: UnresolvedRequirements | undefined;
  /** Ids of dependencies and requirements of which a warning is in truth an error. */
  readonly needed = new Set<string>();
  readonly found: Diagnostic[] = [];

  /** @param byId the entries of the project by id, where they are known. */
  constructor(project: LoadedProject, options: CheckOptions, byId?: ReadonlyMap<string, Entry>) {
    this.project = project;
    this.entries = project.entries;
    this.byId = byId ?? new Map(project.entries.map((entry) => [entry.id, entry]));
    this.options = options;
    this.kinds = options.kinds;
    this.places = new Places(project);
    this.fixes = new EntryFixes(this.places);
  }

  // Both look at all entries, and only what is wrong asks for them.
  get lost(): LostEntries {
    this.#lost ??= new LostEntries(this.project);
    return this.#lost;
  }

  get unresolved(): UnresolvedRequirements {
    this.#unresolved ??= new UnresolvedRequirements(this.project);
    return this.#unresolved;
  }

  /** Reports a problem at a place; of a value that a flag has set, the message says so, because no file shows it. */
  report(code: DiagnosticCode, message: string, { isFromFlag, ...place }: Place, fields: DiagnosticFields = {}): void {
    const text = isFromFlag === true ? `${message} (set by a flag of the command line)` : message;
    this.found.push(diagnostic(code, text, { ...place, ...fields }));
  }

  reportAt(code: DiagnosticCode, message: string, entry: Entry, path: EntryPath, fields: DiagnosticFields = {}): void {
    this.report(code, message, this.places.at(entry, path), fields);
  }
}
