import { string as argument } from '@oclif/core/args';
import { boolean } from '@oclif/core/flags';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';
import { historyFlags } from './flags.ts';

export class HistoryDiffCommand extends BaseCommand {
  static override id = 'history:diff';
  static override summary = 'Show what differs between two versions of the registry.';
  static override description =
    'Definitions are compared as YAML, Lua sources as Lua. A missing end of the range is the head.';
  static override examples = ['<%= config.bin %> history diff 3..5', '<%= config.bin %> history diff 3.. --stat'];
  static override args = {
    range: argument({ description: 'A..B, numbers of versions or "head"', required: true, ignoreStdin: true }),
  };
  static override flags = {
    stat: boolean({ description: 'Count changed lines instead of showing them' }),
    json: boolean({ description: 'Print JSON' }),
    ...historyFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryDiffCommand);
    const [{ withHistory }, { compareVersions }, render] = await Promise.all([
      import('./open.ts'),
      import('../../project/history/show-version.ts'),
      import('../../project/history/render-diff.ts'),
    ]);
    const { from, to, diffs } = await withHistory(flags, ({ history }) => compareVersions(history, args.range));
    const paint = paintFor(process.stdout, process.env);
    if (flags.json) {
      print(`${JSON.stringify({ schema: 1, from, to, entries: render.describeDiffs(diffs) }, null, 2)}\n`);
    } else print(flags.stat ? render.statText(diffs, paint) : render.diffText(diffs, paint));
  }
}
