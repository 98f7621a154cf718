import { boolean, integer, option, string } from '@oclif/core/flags';
import { BaseCommand } from './base-command.ts';
import { projectFlags, projectOptions } from './project-flags.ts';
import { CheckImpossible, CommandExit, EXIT_FAILURE } from './report-error.ts';

export class LintCommand extends BaseCommand {
  static override id = 'lint';
  static override summary = 'As validate, with the report that wippy lint of the Go runtime writes.';
  static override examples = [
    '<%= config.bin %> lint',
    '<%= config.bin %> lint --json --level error',
    '<%= config.bin %> lint --ns "app.*" --summary',
  ];
  static override flags = {
    level: option({
      description: 'Least severity that is shown',
      options: ['error', 'warning', 'hint'] as const,
      default: 'warning',
    })(),
    json: boolean({ description: 'Print JSON' }),
    ns: string({
      char: 'n',
      description: 'Only findings of this namespace, repeatable; "app.*" is app and all below it',
      multiple: true,
      multipleNonGreedy: true,
    }),
    code: string({ description: 'Only findings with this code, repeatable', multiple: true, multipleNonGreedy: true }),
    limit: integer({ description: 'Number of findings that are shown; 0 for all', min: 0, default: 0 }),
    summary: boolean({ description: 'Count the findings by namespace and by code' }),
    rules: boolean({
      description: 'Check the rules W0001 to W0007 too, and count what is declared and not used as a warning',
    }),
    'no-color': boolean({ description: 'Use no colours' }),
    'cache-reset': boolean({ description: 'Forget the results of former checks' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(LintCommand);
    const { runLint } = await import('./lint/run-lint.ts');
    const failed = await runLint({
      directory: flags.directory,
      project: projectOptions(flags),
      selection: { namespaces: flags.ns ?? [], codes: flags.code ?? [] },
      level: flags.level,
      form: flags.json ? 'json' : flags.summary ? 'summary' : 'table',
      limit: flags.limit,
      rules: flags.rules,
      colours: !flags['no-color'],
      cache: { programFile: this.programFile, reset: flags['cache-reset'] },
    }).catch((error: unknown) => {
      throw new CheckImpossible(error);
    });
    if (failed) throw new CommandExit(EXIT_FAILURE);
  }
}
