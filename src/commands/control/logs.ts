import { boolean, integer } from '@oclif/core/flags';
import type { ShownRecord } from '../../dev/control/log-ring.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';

export class LogsCommand extends BaseCommand {
  static override id = 'logs';
  static override summary = 'Show the last log records of the running application.';
  static override flags = {
    follow: boolean({ char: 'f', description: 'Go on with each new record until Ctrl-C' }),
    lines: integer({ char: 'n', description: 'How many records of the past', min: 0, default: 200 }),
    json: boolean({ description: 'Print each record as a line of JSON' }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(LogsCommand);
    const [{ ask }, { formatShownRecord }, { coloursAllowed }] = await Promise.all([
      import('./ask.ts'),
      import('./format-record.ts'),
      import('../../project/diagnostics/paint.ts'),
    ]);
    const colours = coloursAllowed(process.stdout, process.env);
    const ended = new AbortController();
    const stop = (): void => ended.abort();
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
    await ask({
      directory: flags.directory,
      method: 'logs',
      params: { follow: flags.follow, lines: flags.lines },
      signal: ended.signal,
      onItem: (item) => {
        print(flags.json ? `${JSON.stringify(item)}\n` : formatShownRecord(item as ShownRecord, colours));
      },
    });
  }
}
