/**
 * The start of the program. A known command is run at once, because start-up time counts and oclif's discovery of
 * plugins and commands takes longer than the command; help goes through oclif.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Interfaces } from '@oclif/core';
import { Config } from '@oclif/core/config';
import { ErrorKind } from '../infrastructure/errors.ts';
import type { BaseCommand, ProgramConfig } from './base-command.ts';
import { asksForHelp, commandFirst, findCommand, unknownCommandHint, unknownWords } from './command-line.ts';
import { drained, printError, unwritable } from './output.ts';
import { describeDefect, describeError, EXIT_FAILURE, UsageError } from './report-error.ts';

type CommandClass = new (argv: string[], config: Config) => BaseCommand;

export interface MainOptions {
  /** Directory of the package, which holds package.json and templates. */
  readonly root: string;
  readonly argv: readonly string[];
  readonly commands: Readonly<Record<string, CommandClass>>;
  /** The file that holds the whole program; undefined where it runs from its sources. */
  readonly programFile?: string;
}

/** Runs the command line and resolves to the exit code, after the output has been written. */
export async function main(options: MainOptions): Promise<number> {
  const outputs = watchOutputs();
  const withStack = options.argv.includes('--very-verbose');
  reportDefects(withStack);
  let exitCode = 0;
  try {
    await dispatch(commandFirst(options.argv), options);
  } catch (error) {
    const reported = describeError(error, withStack);
    printError(reported.text);
    exitCode = reported.exitCode;
  }
  await drained(process.stdout, process.stderr);
  return exitCode === 0 && outputs.failed ? EXIT_FAILURE : exitCode;
}

async function dispatch(argv: readonly string[], { root, commands, programFile }: MainOptions): Promise<void> {
  const ids = Object.keys(commands);
  const found = argv.length === 0 || asksForHelp(argv) ? undefined : findCommand(argv, ids);
  if (found !== undefined) {
    await new commands[found.id]([...found.argv], lightConfig(root, programFile)).execute();
    return;
  }
  const unknown = unknownWords(argv, ids);
  if (unknown !== undefined) {
    const hint = unknownCommandHint(argv, ids);
    throw new UsageError(`command "${unknown}" not found`, { kind: ErrorKind.NotFound, hint });
  }
  const { showHelp } = await import('./help.ts');
  await showHelp(argv, root);
}

/** There are no plugins, so there are no hooks to run. */
class LightConfig extends Config implements ProgramConfig {
  programFile: string | undefined;

  override async runHook(): Promise<never> {
    return { failures: [], successes: [] } as never;
  }
}

/** The settings of oclif that commands read, without looking for plugins. */
function lightConfig(root: string, programFile: string | undefined): Config {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Interfaces.PJSON;
  const config = new LightConfig({ root, pjson: manifest });
  config.root = root;
  config.programFile = programFile;
  config.pjson = manifest;
  config.name = manifest.name;
  config.bin = 'wippy';
  config.version = manifest.version;
  config.topicSeparator = ' ';
  return config;
}

/** A reader such as `head` may close the pipe early; that is no error. Anything else is said, if only once. */
function watchOutputs(): { failed: boolean } {
  const outputs = { failed: false };
  process.stderr.on('error', () => undefined);
  // The command line library has a listener of its own, which throws.
  process.stdout.removeAllListeners('error');
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE' || outputs.failed) return;
    outputs.failed = true;
    printError(describeError(unwritable(error)).text);
  });
  return outputs;
}

/** Whatever nobody caught ends the program: its state is unknown. */
function reportDefects(withStack: boolean): void {
  process.on('uncaughtException', (error) => {
    // Writing to a file or a terminal is done at once, so nothing is cut off.
    printError(describeDefect(error, withStack));
    process.exit(EXIT_FAILURE);
  });
}
