import { boolean, integer } from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';
import { historyFlags } from './flags.ts';

export class HistoryGcCommand extends BaseCommand {
  static override id = 'history:gc';
  static override summary = 'Delete old versions of the registry, and free their space.';
  static override description = `The current version and those on the way from it to the newest ones are always kept.`;
  static override examples = ['<%= config.bin %> history gc', '<%= config.bin %> history gc --keep 100'];
  static override flags = {
    keep: integer({ description: 'Versions to keep; default registry.history_keep', min: 1 }),
    json: boolean({ description: 'Print JSON' }),
    ...historyFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(HistoryGcCommand);
    const [{ withHistory }, { pruneHistory }, { gcText }] = await Promise.all([
      import('./open.ts'),
      import('../../boot/history/prune-history.ts'),
      import('../../project/history/render-rollback.ts'),
    ]);
    const report = await withHistory(flags, (opened) => pruneHistory({ ...opened, keep: flags.keep }), true);
    print(flags.json ? `${JSON.stringify(report, null, 2)}\n` : gcText(report));
  }
}
