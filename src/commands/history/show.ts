import { string as argument } from '@oclif/core/args';
import { boolean } from '@oclif/core/flags';
import { paintFor } from '../../project/diagnostics/paint.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';
import { historyFlags } from './flags.ts';

export class HistoryShowCommand extends BaseCommand {
  static override id = 'history:show';
  static override summary = 'Show a version of the registry: when, why, and what it changed.';
  static override examples = ['<%= config.bin %> history show head', '<%= config.bin %> history show 3 --stat'];
  static override args = {
    version: argument({ description: 'Number of the version, or "head"', required: true, ignoreStdin: true }),
  };
  static override flags = {
    stat: boolean({ description: 'Count changed lines instead of showing them' }),
    json: boolean({ description: 'Print JSON' }),
    ...historyFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(HistoryShowCommand);
    const [{ withHistory }, { showVersion }, render, { showText }, { describeVersion }] = await Promise.all([
      import('./open.ts'),
      import('../../project/history/show-version.ts'),
      import('../../project/history/render-diff.ts'),
      import('../../project/history/render-show.ts'),
      import('../../project/history/describe-version.ts'),
    ]);
    const { version, head, diffs } = await withHistory(flags, ({ history }) => showVersion(history, args.version));
    if (flags.json) {
      const described = describeVersion(version, head, false);
      const changes = render.describeDiffs(diffs);
      print(`${JSON.stringify({ ...described, fingerprint: version.fingerprint, changes }, null, 2)}\n`);
      return;
    }
    const paint = paintFor(process.stdout, process.env);
    const changes = flags.stat ? render.statText(diffs, paint) : render.diffText(diffs, paint);
    print(`${showText(version, version.id === head, paint)}\n${changes}`);
  }
}
