/** What all commands share: the flags of the program and how they become options. */
import { Command } from '@oclif/core/command';
import { boolean, string } from '@oclif/core/flags';
import type { LogRequest } from '../boot/logging.ts';
import { ErrorKind } from '../infrastructure/errors.ts';
import { parseMemorySize } from '../infrastructure/memory-size.ts';
import { settings } from '../project/config/settings.ts';
import { coloursAllowed } from '../project/diagnostics/paint.ts';
import type { WarningDisplay } from './open-project.ts';
import { UsageError } from './report-error.ts';

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
  'very-verbose': boolean({
    description: 'Write debug logs, and where the program itself made errors',
    helpGroup: 'GLOBAL',
  }),
  console: boolean({ char: 'c', description: 'Write logs for people, also for commands', helpGroup: 'GLOBAL' }),
  silent: boolean({ char: 's', description: 'Write no logs', helpGroup: 'GLOBAL' }),
  'event-streams': boolean({ char: 'e', description: 'Publish logs as events', helpGroup: 'GLOBAL' }),
  profiler: boolean({ char: 'p', description: 'Run the profiling server (profiler.address)', helpGroup: 'GLOBAL' }),
  'memory-limit': string({
    char: 'm',
    description: 'Heap at which garbage is collected at any price: 512M, 2G',
    helpGroup: 'GLOBAL',
  }),
};

export interface GlobalFlags {
  readonly directory: string;
  readonly config?: readonly string[];
  readonly verbose: boolean;
  readonly 'very-verbose': boolean;
  readonly console: boolean;
  readonly silent: boolean;
  readonly 'event-streams': boolean;
  readonly profiler: boolean;
  readonly 'memory-limit'?: string;
}

/** What main adds to the settings of the command line library. */
export interface ProgramConfig {
  readonly programFile: string | undefined;
}

export abstract class BaseCommand extends Command {
  static override baseFlags = globalFlags;

  /** Runs the command; errors are thrown to the caller, which renders them. */
  execute(): Promise<unknown> {
    return this._run();
  }

  /** The file that holds the whole program; undefined where it runs from its sources. */
  protected get programFile(): string | undefined {
    return (this.config as Partial<ProgramConfig>).programFile;
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
    verbosity: quiet ? 'silent' : debug ? 'debug' : 'normal',
    console: flags.console,
    stackTraces: flags['very-verbose'],
    events: flags['event-streams'],
    colors: coloursAllowed(process.stderr, process.env),
  };
}

/** What a command that is no server tells about warnings of the project. */
export function warningDisplay(flags: GlobalFlags): WarningDisplay {
  if (flags.silent) return 'none';
  return flags.verbose || flags['very-verbose'] ? 'all' : 'count';
}

/** The settings that flags of their own stand for, as texts of --set. Throws UsageError for a size that is none. */
export function settingFlags(flags: GlobalFlags): string[] {
  const found: string[] = [];
  if (flags.profiler) found.push('profiler.enabled=true');
  const limit = flags['memory-limit'];
  const bytes = parseMemorySize(limit ?? process.env['GOMEMLIMIT'] ?? '');
  if (limit !== undefined && bytes === undefined) {
    throw new UsageError(`invalid --memory-limit "${limit}": expected a size`, {
      kind: ErrorKind.Invalid,
      hint: 'Examples: 512M, 2G, 1073741824.',
    });
  }
  if (bytes !== undefined) found.push(`${settings.memoryLimit.key}=${bytes}`);
  return found;
}
