import { join, resolve } from 'node:path';
import { string as argument } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { paintFor } from '../project/diagnostics/paint.ts';
import { BaseCommand } from './base-command.ts';
import { print } from './output.ts';

export class InitCommand extends BaseCommand {
  static override id = 'init';
  static override summary = 'Create the lock file and, in an empty project, the files of a template.';
  static override examples = [
    '<%= config.bin %> init',
    '<%= config.bin %> init my-app --template http-api',
    '<%= config.bin %> init --src-dir ./src --modules-dir .wippy',
  ];
  static override args = { dir: argument({ description: 'Directory of the project', ignoreStdin: true }) };
  static override flags = {
    template: string({ char: 't', description: 'minimal, http-api, worker, or none for the lock file alone' }),
    yes: boolean({ char: 'y', description: 'Ask nothing and take the defaults' }),
    force: boolean({ char: 'f', description: 'Overwrite files that exist' }),
    'src-dir': string({ char: 'd', description: 'Source directory', default: './src' }),
    'modules-dir': string({ description: 'Directory of installed modules', default: '.wippy' }),
    'lock-file': string({ char: 'l', description: 'Path of the lock file', default: 'wippy.lock' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(InitCommand);
    const [{ scaffoldProject }, { chooseTemplate }, { initReport }, { programName }] = await Promise.all([
      import('../project/scaffold/scaffold.ts'),
      import('./choose-template.ts'),
      import('../project/scaffold/report.ts'),
      import('../project/scaffold/program-name.ts'),
    ]);
    const directory = resolve(flags.directory, args.dir ?? '.');
    const template = await chooseTemplate({
      wanted: flags.template,
      sourceDirectory: resolve(directory, flags['src-dir']),
      ask: !flags.yes && process.stdin.isTTY === true && process.stdout.isTTY === true,
    });
    const result = await scaffoldProject({
      directory,
      templatesDirectory: join(this.config.root, 'templates'),
      template,
      force: flags.force,
      sourceDirectory: flags['src-dir'],
      modulesDirectory: flags['modules-dir'],
      lockFile: flags['lock-file'],
    });
    const program = programName({ script: process.argv[1], environment: process.env, directory });
    const paint = paintFor(process.stdout, process.env);
    print(initReport(result, { directory, from: process.cwd(), paint, program }));
  }
}
