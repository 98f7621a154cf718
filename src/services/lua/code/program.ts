/** A Lua entry that is ready to run: its code, and the code and modules it is given. */

import type { LoadedProgram } from '../../../lua/engine.ts';
import { resumable } from '../../../lua/runtime/native.ts';
import { environmentShape } from '../../../lua/runtime/shapes.ts';
import type { LuaFunction, LuaTable, LuaValue } from '../../../lua/runtime/values.ts';
import type { LuaProcess } from '../process/lua-process.ts';

/** What a process runs. */
export interface ProgramInstance {
  /** The function that runs the libraries and then the script; its results are the script's. */
  start(process: LuaProcess): LuaFunction;
  /** Whether the entries that it was made of say something else now. Missing: they never do. */
  outdated?(): boolean;
}

/** A library of a program: its code, and the globals under which its value appears. */
export interface LinkedLibrary {
  readonly id: string;
  readonly code: LoadedProgram;
  readonly aliases: readonly string[];
}

/** A program with everything it needs, linked once and instantiated for every process. */
export class Program implements ProgramInstance {
  readonly id: string;
  readonly outdated: () => boolean;
  private readonly code: LoadedProgram;
  private readonly libraries: readonly LinkedLibrary[];
  private readonly Environment: ReturnType<typeof environmentShape>;

  constructor(
    id: string,
    code: LoadedProgram,
    libraries: readonly LinkedLibrary[],
    globals: Readonly<Record<string, LuaValue>>,
    isOutdated: () => boolean = () => false,
  ) {
    this.id = id;
    this.outdated = isOutdated;
    this.code = code;
    this.libraries = libraries;
    // Every process has an environment of its own, a small object: what it does not change it inherits.
    const aliases = libraries.flatMap((library) => library.aliases).filter((alias) => !(alias in globals));
    this.Environment = environmentShape(globals, ['_G', ...new Set(aliases)]);
  }

  start(process: LuaProcess): LuaFunction {
    const environment = new this.Environment() as LuaTable & { _G: LuaValue };
    environment._G = environment;
    process.environment = environment;
    if (this.libraries.length === 0) return this.code.instantiate(environment);
    const { libraries, code } = this;
    return resumable(function* () {
      const fields = environment as unknown as Record<string, LuaValue>;
      for (const library of libraries) {
        const [value] = yield [library.code.instantiate(environment)];
        for (const alias of library.aliases) fields[alias] = value;
      }
      return yield [code.instantiate(environment)];
    });
  }
}
