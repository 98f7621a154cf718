import { resolve } from 'node:path';
import { string as argument } from '@oclif/core/args';
import { boolean, integer, option, string } from '@oclif/core/flags';
import { BaseCommand, settingFlags } from './base-command.ts';
import { projectFlags, projectOptions } from './project-flags.ts';
import { CheckImpossible, CommandExit, EXIT_FAILURE } from './report-error.ts';
import type { FixValidateRequest } from './validate/fix-validate.ts';
import { defaultFormat, REPORT_FORMATS, watchFormat } from './validate/report-formats.ts';
import type { ValidateRequest } from './validate/run-validate.ts';
import type { WatchValidateRequest } from './validate/watch-validate.ts';

export class ValidateCommand extends BaseCommand {
  static override id = 'validate';
  static override summary = 'Find what is wrong with a project, without running it.';
  static override description =
    `Looks at everything that a run would load: definition files, configuration, pipeline, references and Lua sources.
Ends with 0 if there is no error, with 1 after an error or too many warnings, with 2 if the check itself failed.`;
  static override examples = [
    '<%= config.bin %> validate',
    '<%= config.bin %> validate my-app --level hint',
    '<%= config.bin %> validate --format json --max-warnings 0',
    '<%= config.bin %> validate --ns "app.*" --code P0701',
    '<%= config.bin %> validate --watch',
    '<%= config.bin %> validate --fix',
  ];
  static override args = { dir: argument({ description: 'Directory of the project', ignoreStdin: true }) };
  static override flags = {
    format: option({
      description: 'Form of the report; in GitHub Actions "github", else "pretty"',
      options: REPORT_FORMATS,
    })(),
    level: option({
      description: 'Least severity that is shown',
      options: ['error', 'warning', 'hint'] as const,
      default: 'warning',
    })(),
    ns: string({
      char: 'n',
      description: 'Only findings of this namespace, repeatable; "app.*" is app and all below it',
      multiple: true,
      multipleNonGreedy: true,
    }),
    code: string({
      description: 'Only findings with this code, repeatable',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'max-warnings': integer({ description: 'Fail if there are more warnings', min: 0 }),
    cache: boolean({
      description: 'Keep results in .wippy/cache and use former ones that still hold',
      default: true,
      allowNo: true,
    }),
    watch: boolean({
      char: 'w',
      description: 'Check again after each save, until Ctrl-C; the format is "pretty" or "json", one line each',
      exclusive: ['max-warnings', 'fix'],
    }),
    fix: boolean({ description: 'Correct what can only be corrected in one way, then report what is left' }),
    'dry-run': boolean({ description: 'With --fix, show the changes and make none', dependsOn: ['fix'] }),
    poll: boolean({
      description: 'With --watch, look for changes twice a second, where the system does not tell them',
      dependsOn: ['watch'],
    }),
    override: string({
      char: 'o',
      description: 'Override a field: namespace:entry:path=value, repeatable',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(ValidateCommand);
    const request = {
      directory: resolve(flags.directory, args.dir ?? '.'),
      project: {
        ...projectOptions(flags),
        set: [...settingFlags(flags), ...(flags.set ?? [])],
        overrides: flags.override,
      },
      selection: { namespaces: flags.ns ?? [], codes: flags.code ?? [] },
      level: flags.level,
    };
    const once = {
      ...request,
      maxWarnings: flags['max-warnings'],
      format: flags.format ?? defaultFormat(process.env),
      version: this.config.version,
    };
    const cache = { programFile: flags.cache ? this.programFile : undefined, reset: false };
    const exitCode = flags.watch
      ? await this.#watch({ ...request, format: watchFormat(flags.format), polling: flags.poll })
      : flags.fix
        ? await this.#fix({ ...once, dryRun: flags['dry-run'] })
        : await this.#validate({ ...once, cache });
    if (exitCode !== 0) throw new CommandExit(exitCode);
  }

  async #validate(request: ValidateRequest): Promise<number> {
    const { runValidate } = await import('./validate/run-validate.ts');
    return (await runValidate(request).catch(impossible)) ? EXIT_FAILURE : 0;
  }

  async #fix(request: FixValidateRequest): Promise<number> {
    const { fixValidate } = await import('./validate/fix-validate.ts');
    return (await fixValidate(request).catch(impossible)) ? EXIT_FAILURE : 0;
  }

  async #watch(request: WatchValidateRequest): Promise<number> {
    const { watchValidate } = await import('./validate/watch-validate.ts');
    return watchValidate(request).catch(impossible);
  }
}

function impossible(error: unknown): never {
  throw new CheckImpossible(error);
}
