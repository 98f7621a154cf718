import { boolean, integer } from '@oclif/core/flags';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';
import { historyFlags } from './flags.ts';

export class HistoryListCommand extends BaseCommand {
  static override id = 'history:list';
  static override summary = 'List the versions of the registry, newest first.';
  static override description = `A line for each version: what it was made from, when and why, and what changed.
"x" is a change that was refused.`;
  static override examples = ['<%= config.bin %> history list --limit 10', '<%= config.bin %> history list --json'];
  static override flags = {
    limit: integer({ char: 'n', description: 'Show only the newest versions', min: 1 }),
    json: boolean({ description: 'Print JSON' }),
    ...historyFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(HistoryListCommand);
    const [{ withHistory }, { listText, detachedNote }, { describeVersion }] = await Promise.all([
      import('./open.ts'),
      import('../../project/history/render-list.ts'),
      import('../../project/history/describe-version.ts'),
    ]);
    await withHistory(flags, async ({ history }) => {
      const [head, detached, versions] = [
        (await history.head()).id,
        await history.detachment(),
        await history.log(flags.limit),
      ];
      if (flags.json) {
        const described = versions.map((version) => describeVersion(version, head, detached !== null));
        print(`${JSON.stringify(described, null, 2)}\n`);
        return;
      }
      const paint = paintFor(process.stdout, process.env);
      print(listText(versions, { head, detached, paint }));
      if (detached !== null) print(`\n${paint('warning', detachedNote(detached))}\n`);
    });
  }
}
