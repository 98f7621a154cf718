import { resolve } from 'node:path';
import { string as argument } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { BaseCommand, logRequest, settingFlags } from './base-command.ts';
import { projectFlags, projectOptions } from './project-flags.ts';
import { CommandExit } from './report-error.ts';

export class DevCommand extends BaseCommand {
  static override id = 'dev';
  static override summary = 'Run the application and take over each save.';
  static override description =
    `A save becomes a version of the registry; only what depends on the change restarts. A save with a mistake changes
nothing but the screen. Ctrl-C ends it.`;
  static override examples = [
    { command: '<%= config.bin %> dev', description: 'Run the application of this directory and watch its files' },
    { command: '<%= config.bin %> dev --json', description: 'Tell each event as a line of JSON' },
  ];
  static override args = { dir: argument({ description: 'Directory of the project', ignoreStdin: true }) };
  static override flags = {
    ...projectFlags,
    override: string({
      char: 'o',
      description: 'Override a field: namespace:entry:path=value, repeatable',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'env-file': string({ description: 'File of variables in place of .env beside the lock file' }),
    json: boolean({ description: 'Tell events as lines of JSON on standard output' }),
    plain: boolean({ description: 'Tell events as plain lines instead of a screen', exclusive: ['json'] }),
    'loop-breaker': boolean({
      description: 'Leave a file alone that changes on each reload',
      allowNo: true,
      default: true,
    }),
    poll: boolean({ description: 'Look for changes twice a second, where the system does not tell them' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(DevCommand);
    const { developProject } = await import('./dev/develop-project.ts');
    const exitCode = await developProject({
      directory: resolve(flags.directory, args.dir ?? '.'),
      load: {
        ...projectOptions(flags),
        set: [...settingFlags(flags), ...(flags.set ?? [])],
        overrides: flags.override,
      },
      ...(flags['env-file'] === undefined ? {} : { environmentFile: flags['env-file'] }),
      log: logRequest(flags, false),
      version: this.config.version,
      programFile: this.programFile,
      polling: flags.poll,
      loops: !flags['loop-breaker'],
      output: flags.json ? 'json' : flags.plain ? 'plain' : 'screen',
    });
    if (exitCode !== 0) throw new CommandExit(exitCode);
  }
}
