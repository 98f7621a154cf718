import { boolean, string } from '@oclif/core/flags';
import { BaseCommand, logRequest, settingFlags, warningDisplay } from './base-command.ts';
import { projectFlags, projectOptions } from './project-flags.ts';
import { CommandExit } from './report-error.ts';
import { explainUnknownFlag, processWords } from './run/words.ts';

export class RunCommand extends BaseCommand {
  static override id = 'run';
  static override summary = 'Run the application, one of its commands, or one process.';
  static override description =
    `Without words the application runs until it is interrupted. The first word names a command that a process entry
defines in meta.command; further words are arguments of the process, as are all words with --exec.
A first word that ends in .wapp is a pack to run. Words that start with "-" go after "--".`;
  static override usage = 'run [FILE.wapp] [COMMAND] [ARGUMENT...]';
  static override examples = [
    { command: '<%= config.bin %> run', description: 'Run the application until it is interrupted' },
    { command: '<%= config.bin %> run migrate up', description: 'Run the command "migrate" with the argument "up"' },
    { command: '<%= config.bin %> run -x app:cli -- --name Ada', description: 'Run one process with arguments' },
    { command: '<%= config.bin %> run app.wapp', description: 'Run a pack that "wippy compile" has made' },
    { command: '<%= config.bin %> run -o app:gateway:addr=:9090', description: 'Override a field of an entry' },
    { command: '<%= config.bin %> run --set shutdown.timeout=5s', description: 'Override a setting' },
  ];
  static override strict = false;
  static override flags = {
    exec: string({ char: 'x', description: 'Run the process with this id and exit' }),
    host: string({ description: 'Terminal host of the process; found by itself where there is only one' }),
    override: string({
      char: 'o',
      description: 'Override a field: namespace:entry:path=value, repeatable',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'env-file': string({ description: 'File of NAME=VALUE lines with variables that the environment does not set' }),
    follow: boolean({ description: 'Take the files again after a rollback of the history' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const parsed = await this.parse(RunCommand).catch(explainUnknownFlag);
    const { flags } = parsed;
    const words = processWords(parsed.raw);
    const { runProject } = await import('./run/run-project.ts');
    const pack = /\.wapp$/i.test(words[0] ?? '') ? words.shift() : undefined;
    const [command, ...rest] = words;
    const single = flags.exec !== undefined || command !== undefined;
    const exitCode = await runProject({
      ...(pack === undefined ? {} : { pack }),
      directory: flags.directory,
      version: this.config.version,
      programFile: this.programFile,
      project: {
        ...projectOptions(flags),
        set: [...settingFlags(flags), ...(flags.set ?? [])],
        overrides: flags.override,
      },
      log: (quiet) => logRequest(flags, quiet),
      follow: flags.follow,
      environmentFile: flags['env-file'],
      warnings: single || flags.silent ? warningDisplay(flags) : 'all',
      launch:
        flags.exec === undefined
          ? { command, host: flags.host, args: rest }
          : { exec: flags.exec, host: flags.host, args: words },
    });
    if (exitCode !== 0) throw new CommandExit(exitCode);
  }
}
