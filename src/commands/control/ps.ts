import { boolean } from '@oclif/core/flags';
import type { ListedProcess } from '../../dev/control/process-list.ts';
import { age } from '../../infrastructure/duration.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';

export class PsCommand extends BaseCommand {
  static override id = 'ps';
  static override summary = 'List the processes of the running application.';
  static override flags = { json: boolean({ description: 'Print JSON' }) };

  override async run(): Promise<void> {
    const { flags } = await this.parse(PsCommand);
    const [{ ask }, { json, table }] = await Promise.all([import('./ask.ts'), import('./table.ts')]);
    const processes = await ask<readonly ListedProcess[]>({ directory: flags.directory, method: 'ps' });
    if (flags.json) {
      print(json(processes));
      return;
    }
    const rows = processes.map(({ pid, source, state, mailbox, startedAt, names, outdated }) => [
      pid,
      outdated ? `${source} (outdated)` : source,
      state,
      String(mailbox),
      age(Date.now() - startedAt),
      names.join(', '),
    ]);
    print(table(['PID', 'SOURCE', 'STATE', 'MAILBOX', 'UP', 'NAMES'], rows));
  }
}
