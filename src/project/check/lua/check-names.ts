/** Names that a source uses without anybody having defined them. */
import { didYouMean } from '../../../infrastructure/suggest.ts';
import type { NamedStretch, SourceFacts } from '../../../lua/index.ts';
import type { CheckContext } from '../context.ts';
import type { LuaPrograms, LuaUnit } from './program.ts';
import { type SourcePlaces, sourcePlaces } from './source-places.ts';

export function checkNames(unit: LuaUnit, programs: LuaPrograms, context: CheckContext): void {
  const { facts } = unit;
  if (facts === undefined) return;
  new NameCheck(unit, facts, programs, context).run();
}

class NameCheck {
  readonly #unit: LuaUnit;
  readonly #facts: SourceFacts;
  readonly #context: CheckContext;
  readonly #places: SourcePlaces;
  /** What the entry itself declares. */
  readonly #declared: ReadonlySet<string>;
  /** What others declare whose code runs together with this. */
  readonly #shared = new Map<string, LuaUnit>();
  /** Globals that some code of the same programs assigns. */
  readonly #assigned = new Set<string>();
  #dynamic = false;
  readonly #reported = new Set<string>();

  constructor(unit: LuaUnit, facts: SourceFacts, programs: LuaPrograms, context: CheckContext) {
    this.#unit = unit;
    this.#facts = facts;
    this.#context = context;
    this.#places = sourcePlaces(unit, context);
    this.#declared = new Set([...unit.modules, ...Object.keys(unit.imports)]);
    for (const other of programs.companionsOf(unit)) {
      for (const name of other.facts?.writes ?? []) this.#assigned.add(name);
      this.#dynamic ||= other.facts?.dynamic ?? true;
      if (other === unit) continue;
      for (const name of [...other.modules, ...Object.keys(other.imports)]) this.#shared.set(name, other);
    }
  }

  run(): void {
    const { requires, reads } = this.#facts;
    for (const item of requires) this.#require(item);
    for (const item of reads) this.#read(item);
  }

  #isDefined(name: string): boolean {
    return this.#declared.has(name) || this.#assigned.has(name) || this.#context.options.globals.includes(name);
  }

  #require(item: NamedStretch): void {
    if (!this.#isDefined(item.name)) this.#undeclared(item);
  }

  #read(item: NamedStretch): void {
    const { name } = item;
    if (this.#isDefined(name)) return;
    const declarable = this.#context.options.modules.includes(name) || this.#shared.has(name);
    if (declarable) this.#undeclared(item);
    else if (!this.#dynamic) this.#undefined(item);
  }

  /** A name that has to be declared in the entry. */
  #undeclared({ name, at }: NamedStretch): void {
    if (this.#isReported(name) || this.#isMisspeltInDeclaration(name)) return;
    const place = this.#places(at);
    const owner = this.#shared.get(name);
    if (owner !== undefined) {
      const message = `"${name}" is used here but only declared by ${owner.entry.id}`;
      const hint = `Add it to "${owner.modules.includes(name) ? 'modules' : 'imports'}" of ${this.#unit.entry.id}.`;
      const fix = owner.modules.includes(name) ? this.#context.fixes.withModule(this.#unit.entry, name) : undefined;
      this.#context.report('P0803', message, place, { severity: 'warning', hint, ...(fix && { fix }) });
      return;
    }
    const exists = this.#context.options.modules.includes(name);
    const hint = exists
      ? `Add "${name}" to "modules" of the entry.`
      : (didYouMean(name, [...this.#declared, ...this.#context.options.modules]) ??
        'Add it to "modules" or "imports" of the entry.');
    const fix = exists ? this.#context.fixes.withModule(this.#unit.entry, name) : undefined;
    this.#context.report('P0803', `module "${name}" is used but not declared`, place, { hint, ...(fix && { fix }) });
  }

  #undefined({ name, at }: NamedStretch): void {
    if (this.#isReported(name)) return;
    const others = this.#facts.reads.filter((item) => item.name === name && item.at !== at);
    const related = others.slice(0, 5).map((item) => {
      const { file, range } = this.#places(item.at);
      return { message: 'also used here', file, range };
    });
    const known = [...this.#declared, ...this.#assigned, ...this.#context.options.globals];
    const hint = didYouMean(name, known) ?? `Define it, or write "local" before its first assignment.`;
    this.#context.report('P0805', `undefined global "${name}"`, this.#places(at), { hint, related });
  }

  #isReported(name: string): boolean {
    if (this.#reported.has(name)) return true;
    this.#reported.add(name);
    return false;
  }

  /** An unknown module that is declared has been reported; the code that uses the right name is right. */
  #isMisspeltInDeclaration(name: string): boolean {
    const { modules } = this.#context.options;
    return this.#unit.modules.some((declared) => !modules.includes(declared) && isClose(declared, name));
  }
}

function isClose(a: string, b: string): boolean {
  return didYouMean(a, [b]) !== undefined;
}
