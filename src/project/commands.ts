/** The commands that an application defines: processes with `meta.command`. */
import type { Entry } from '../core/registry/entry.ts';
import { isPlainObject } from '../infrastructure/plain-data.ts';

export interface ApplicationCommand {
  readonly name: string;
  /** One line of description; empty where none is given. */
  readonly short: string;
  /** Whether this is the command of a pack that is run without a name. */
  readonly main: boolean;
  /** `run`, `test` or another category. */
  readonly useCase: string;
  /** Id of the process entry. */
  readonly entry: string;
}

/** The command of an entry; undefined where the entry is no process or names no command. */
export function commandOf(entry: Entry): ApplicationCommand | undefined {
  if (!entry.kind.startsWith('process.')) return undefined;
  const command = entry.meta['command'];
  if (!isPlainObject(command)) return undefined;
  const { name, short, main, use_case: useCase } = command;
  if (typeof name !== 'string' || name === '') return undefined;
  return {
    name,
    short: typeof short === 'string' ? short : '',
    main: main === true,
    useCase: typeof useCase === 'string' && useCase !== '' ? useCase : 'run',
    entry: entry.id,
  };
}

/** All commands in the order of the entries. */
export function findCommands(entries: readonly Entry[]): ApplicationCommand[] {
  return entries.flatMap((entry) => commandOf(entry) ?? []);
}
