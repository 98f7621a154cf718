/** What all commands share: the flags of the program and how they become options. */
import { Command } from '@oclif/core/command';
import { boolean, string } from '@oclif/core/flags';
import type { LogRequest } from './application.ts';

/** Flags of every command. A flag that takes several values is repeated: `--config a --config b`. */
export const globalFlags = {
  directory: string({ char: 'C', description: 'Project directory', default: '.', helpGroup: 'GLOBAL' }),
  config: string({
    description: 'Configuration file, repeatable; later files win (default .wippy.yaml)',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'GLOBAL',
  }),
  verbose: boolean({ char: 'v', description: 'Write debug logs', helpGroup: 'GLOBAL' }),
  'very-verbose': boolean({ description: 'Write debug logs with stack traces', helpGroup: 'GLOBAL' }),
  console: boolean({ char: 'c', description: 'Write colourful logs for people', helpGroup: 'GLOBAL' }),
  silent: boolean({ char: 's', description: 'Write no logs', helpGroup: 'GLOBAL' }),
  'event-streams': boolean({ char: 'e', description: 'Publish logs as events', helpGroup: 'GLOBAL' }),
};

export interface GlobalFlags {
  readonly directory: string;
  readonly config?: readonly string[];
  readonly verbose: boolean;
  readonly 'very-verbose': boolean;
  readonly console: boolean;
  readonly silent: boolean;
  readonly 'event-streams': boolean;
}

export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;

  /** Runs the command; errors are thrown to the caller, which renders them. */
  execute(): Promise<unknown> {
    return this._run();
  }

  protected override async catch(error: Error): Promise<never> {
    throw error;
  }
}

/**
 * What to log. Commands that run one process are quiet unless a log flag asks otherwise, so that nothing mixes with
 * the output of the process.
 */
export function logRequest(flags: GlobalFlags, quietByDefault: boolean): LogRequest {
  const debug = flags.verbose || flags['very-verbose'];
  const quiet = flags.silent || (quietByDefault && !debug && !flags.console);
  return {
    level: quiet ? 'silent' : debug ? 'debug' : 'info',
    console: flags.console,
    stackTraces: flags['very-verbose'],
    events: flags['event-streams'],
  };
}
