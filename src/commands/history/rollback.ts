import { integer as integerArgument } from '@oclif/core/args';
import { boolean } from '@oclif/core/flags';
import { ErrorKind } from '../../infrastructure/errors.ts';
import { BaseCommand } from '../base-command.ts';
import { projectFlags, projectOptions } from '../project-flags.ts';
import { UsageError } from '../report-error.ts';

export class HistoryRollbackCommand extends BaseCommand {
  static override id = 'history:rollback';
  static override summary = 'Go back to an older version of the registry.';
  static override description =
    `Makes a new version with the entries of an older one, which the next start of the application uses.
The files stay as they are, so the project is detached from them until they are edited, unless --write-files writes
the sources of the version as well.`;
  static override examples = [
    '<%= config.bin %> history rollback 3 --dry-run',
    '<%= config.bin %> history rollback 3 --write-files',
    '<%= config.bin %> history rollback --follow',
  ];
  static override args = {
    version: integerArgument({ description: 'Number of the version', min: 0, ignoreStdin: true }),
  };
  static override flags = {
    'dry-run': boolean({ description: 'Show what would change, and change nothing' }),
    'write-files': boolean({ description: 'Write the files of the version, too' }),
    follow: boolean({ description: 'Take the entries of the files again', exclusive: ['dry-run', 'write-files'] }),
    json: boolean({ description: 'Print JSON' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryRollbackCommand);
    if ((args.version === undefined) !== (flags.follow ?? false)) {
      throw new UsageError(flags.follow ? '--follow takes no version' : 'name the version to go back to', {
        kind: ErrorKind.Invalid,
        hint: "See 'wippy history list' for the versions.",
      });
    }
    const [{ runFollow, runRollback }, { rolledBackLive }] = await Promise.all([
      import('./run-rollback.ts'),
      import('./live-rollback.ts'),
    ]);
    const project = { directory: flags.directory, options: projectOptions(flags), json: flags.json };
    if (args.version === undefined) await runFollow(project);
    else if (!flags['dry-run'] && !flags['write-files'] && (await rolledBackLive(project, args.version))) return;
    else {
      await runRollback(project, {
        version: args.version,
        dryRun: flags['dry-run'],
        writeFiles: flags['write-files'],
      });
    }
  }
}
