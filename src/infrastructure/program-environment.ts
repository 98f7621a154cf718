/** The variables that a program was started with. */

export type Environment = Readonly<Record<string, string | undefined>>;

/** They may be replaced while the program runs; who reads one later sees the new value. */
export class ProgramEnvironment {
  #values: Environment;

  constructor(values: Environment) {
    this.#values = values;
  }

  get values(): Environment {
    return this.#values;
  }

  get(name: string): string | undefined {
    return Object.hasOwn(this.#values, name) ? this.#values[name] : undefined;
  }

  replace(values: Environment): void {
    this.#values = values;
  }
}

/** The names whose values differ, sorted. */
export function changedVariables(before: Environment, after: Environment): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => before[name] !== after[name]).sort();
}
