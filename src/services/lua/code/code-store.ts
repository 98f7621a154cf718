/**
 * The code of all Lua entries: checked when an entry is added, linked with its libraries and modules when it is first used, and
 * compiled when it first runs. A change of a library unlinks everything that imports it, near or far.
 */

import { ErrorKind, WippyError } from '../../../infrastructure/errors.ts';
import { deepEqual } from '../../../infrastructure/plain-data.ts';
import { didYouMean } from '../../../infrastructure/suggest.ts';
import { check, compile, type LoadedProgram, load } from '../../../lua/engine.ts';
import type { LuaFunction, LuaTable, LuaValue } from '../../../lua/runtime/values.ts';
import type { LuaModule } from '../module.ts';
import { type LinkedLibrary, Program } from './program.ts';

/** The code of one entry as its configuration gives it. */
export interface LuaSource {
  /** The text; for code that was compiled before, something that changes whenever the code does. */
  readonly source: string;
  /** The code, where it was compiled before. */
  readonly compiled?: LoadedProgram;
  readonly modules: readonly string[];
  /** Alias to entry id; a value without a namespace is a module under that alias. */
  readonly imports: Readonly<Record<string, string>>;
}

/** The code that makes up the programs of an entry: its libraries in order, then the entry. */
export type LinkedCode = readonly (Pick<LuaSource, 'source' | 'modules' | 'imports'> & {
  readonly id: string;
  /** Counts how often the same code was to begin anew. */
  readonly revision: number;
})[];

interface Node extends LuaSource {
  readonly id: string;
  readonly revision: number;
  readonly code: LoadedProgram;
  program: Program | null;
  /** Told when what is linked to this entry has changed. */
  readonly onRelink: () => void;
}

export class CodeStore {
  private readonly nodes = new Map<string, Node>();
  private readonly modules: ReadonlyMap<string, LuaModule>;
  /** What every program has: the standard library and the modules that are global. */
  private readonly globals: Readonly<Record<string, LuaValue>>;

  constructor(modules: readonly LuaModule[], standard: Readonly<Record<string, LuaValue>>) {
    this.modules = new Map(modules.map((module) => [module.name, module]));
    const globals: Record<string, LuaValue> = { ...standard };
    for (const module of modules) if (module.global === true) globals[module.name] = module.build();
    this.globals = globals;
  }

  get moduleNames(): string[] {
    return [...this.modules.keys()];
  }

  /**
   * Adds an entry or replaces its code. The same code again changes nothing, unless it is to begin anew because something
   * else has changed that it reads when it is loaded.
   * Throws Invalid for syntax errors, unknown modules and import cycles, NotFound for an import that is not there (yet).
   */
  set(id: string, definition: LuaSource, onRelink: () => void = () => undefined, anew = false): void {
    const present = this.nodes.get(id);
    const revision = (present?.revision ?? 0) + (anew ? 1 : 0);
    if (present !== undefined && deepEqual(codeOf(present), codeOf({ id, revision, ...definition }))) {
      this.nodes.set(id, { ...present, onRelink });
      return;
    }
    this.checkModules(id, definition);
    for (const [alias, target] of Object.entries(definition.imports)) this.checkImport(id, alias, target);
    const known = this.nodes.get(id);
    const code =
      known !== undefined && known.source === definition.source
        ? known.code
        : (definition.compiled ?? new SourceProgram(id, definition.source));
    const { source, modules, imports } = definition;
    this.nodes.set(id, { id, revision, source, modules, imports, code, program: null, onRelink });
    try {
      this.libraries(id);
    } catch (error) {
      if (known === undefined) this.nodes.delete(id);
      else this.nodes.set(id, known);
      throw error;
    }
    if (known !== undefined) this.unlinkDependents(id);
  }

  /** Removes an entry. Throws Conflict while others import it. */
  delete(id: string): void {
    const users = [...this.nodes.values()]
      .filter((node) => Object.values(node.imports).includes(id))
      .map((node) => node.id);
    if (users.length > 0) {
      throw new WippyError(`cannot remove ${id}: ${users.join(', ')} ${users.length === 1 ? 'imports' : 'import'} it`, {
        kind: ErrorKind.Conflict,
        retryable: false,
        details: { id, users },
      });
    }
    this.nodes.delete(id);
  }

  /** The program of an entry, linked. Throws NotFound. */
  program(id: string): Program {
    const node = this.node(id);
    node.program ??= this.link(node);
    return node.program;
  }

  /** What the programs of an entry are made of. Throws NotFound. */
  linked(id: string): LinkedCode {
    this.node(id);
    return this.closure(id).map((member) => codeOf(this.node(member)));
  }

  private node(id: string): Node {
    const node = this.nodes.get(id);
    if (node === undefined) {
      throw new WippyError(`no Lua entry ${id}`, { kind: ErrorKind.NotFound, retryable: false, details: { id } });
    }
    return node;
  }

  private link(node: Node): Program {
    const globals: Record<string, LuaValue> = { ...this.globals };
    const libraries = this.libraries(node.id);
    for (const { modules, imports } of [...libraries.map(({ id }) => this.node(id)), node]) {
      for (const name of modules) globals[name] = (this.modules.get(name) as LuaModule).build();
      for (const [alias, target] of Object.entries(imports)) {
        if (!target.includes(':')) globals[alias] = (this.modules.get(target) as LuaModule).build();
      }
    }
    const made = this.parts(node.id);
    return new Program(node.id, node.code, libraries, globals, () => {
      // The same entries, most of the time.
      const now = this.nodes.has(node.id) ? this.parts(node.id) : [];
      return now.length !== made.length || now.some((part, index) => part !== made[index]);
    });
  }

  /** All texts that a program is made of, in an order of their own. */
  private parts(root: string): string[] {
    return this.closure(root).flatMap((id) => {
      const { revision, source, modules, imports } = this.node(id);
      return [id, String(revision), source, ...modules, ...Object.entries(imports).flat()];
    });
  }

  /** The libraries of an entry, each after those it imports, with the globals that they appear as. */
  private libraries(root: string): LinkedLibrary[] {
    const aliases = new Map<string, Set<string>>();
    const owners = new Map<string, string>();
    const ordered: string[] = [];
    const path: string[] = [];
    const visit = (id: string): void => {
      if (path.includes(id)) {
        throw new WippyError(`import cycle: ${[...path.slice(path.indexOf(id)), id].join(' → ')}`, {
          kind: ErrorKind.Invalid,
          retryable: false,
          details: { id: root },
          hint: 'Libraries may not import each other in a circle: move what both need into a third one.',
        });
      }
      path.push(id);
      for (const [alias, target] of Object.entries(this.node(id).imports)) {
        if (!target.includes(':')) continue;
        const other = owners.get(alias);
        if (other !== undefined && other !== target) {
          throw new WippyError(`import alias "${alias}" means both ${other} and ${target} in the programs of ${root}`, {
            kind: ErrorKind.Conflict,
            retryable: false,
            details: { id: root, alias },
            hint: 'All code of one program shares its globals: give one of the two imports another alias.',
          });
        }
        owners.set(alias, target);
        if (!aliases.has(target)) {
          aliases.set(target, new Set());
          visit(target);
          ordered.push(target);
        } else if (path.includes(target)) {
          visit(target);
        }
        aliases.get(target)?.add(alias);
      }
      path.pop();
    };
    visit(root);
    return ordered.map((id) => ({ id, code: this.node(id).code, aliases: [...(aliases.get(id) as Set<string>)] }));
  }

  /** The given entries and all that import one of them, near or far. */
  dependents(changed: Iterable<string>): Set<string> {
    const stale = new Set(changed);
    for (let grown = true; grown; ) {
      grown = false;
      for (const node of this.nodes.values()) {
        if (stale.has(node.id) || !Object.values(node.imports).some((target) => stale.has(target))) continue;
        stale.add(node.id);
        grown = true;
      }
    }
    return stale;
  }

  /** The entry and all that it imports, near or far; nothing for an entry that is not there. */
  closure(id: string): string[] {
    return this.nodes.has(id) ? [...this.libraries(id).map((library) => library.id), id] : [];
  }

  private unlinkDependents(changed: string): void {
    const stale = this.dependents([changed]);
    stale.delete(changed);
    for (const id of stale) {
      const node = this.node(id);
      node.program = null;
      node.onRelink();
    }
  }

  private checkModules(id: string, { modules }: LuaSource): void {
    for (const name of modules) this.checkModule(id, name);
  }

  private checkModule(id: string, name: string): void {
    if (this.modules.has(name)) return;
    const known = this.moduleNames;
    throw new WippyError(`${id}: unknown module "${name}"`, {
      kind: ErrorKind.Invalid,
      retryable: false,
      details: { id, module: name },
      hint: didYouMean(name, known) ?? `Modules that exist: ${known.sort().join(', ')}.`,
    });
  }

  private checkImport(id: string, alias: string, target: string): void {
    if (target.includes(':')) {
      if (!this.nodes.has(target)) {
        throw new WippyError(`${id}: import "${alias}" refers to ${target}, which is no Lua entry`, {
          kind: ErrorKind.NotFound,
          retryable: false,
          details: { id, alias, target },
          hint: didYouMean(target, this.nodes.keys()),
        });
      }
      return;
    }
    this.checkModule(id, target);
  }
}

function codeOf({ id, revision, source, modules, imports }: LinkedCode[number]): LinkedCode[number] {
  return { id, revision, source, modules, imports };
}

/** An entry's source, which is compiled when it is first instantiated: most code of an application does not run at once. */
class SourceProgram implements LoadedProgram {
  readonly #id: string;
  readonly #source: string;
  #program: LoadedProgram | undefined;

  /** Throws Invalid for a source with syntax errors; all of them are in the message. */
  constructor(id: string, source: string) {
    const problems = check(source);
    if (problems.length > 0) {
      const lines = problems.map((problem) => `${id}:${problem.line}:${problem.column}: ${problem.message}`);
      throw new WippyError(lines.join('\n'), {
        kind: ErrorKind.Invalid,
        retryable: false,
        details: { id, problems },
      });
    }
    this.#id = id;
    this.#source = source;
  }

  instantiate(environment: LuaTable): LuaFunction {
    this.#program ??= load(compile(this.#source, this.#id));
    return this.#program.instantiate(environment);
  }
}
