import { string as argument } from '@oclif/core/args';
import { boolean } from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';
import { CommandExit, EXIT_FAILURE } from '../report-error.ts';

interface Restarted {
  readonly id: string;
  readonly state: string;
  readonly details: string;
}

export class RestartCommand extends BaseCommand {
  static override id = 'restart';
  static override summary = 'Restart a service of the running application, with those that depend on it.';
  static override args = { service: argument({ description: 'Id of the service', required: true }) };
  static override flags = { json: boolean({ description: 'Print JSON' }) };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(RestartCommand);
    const [{ ask }, { json, table }] = await Promise.all([import('./ask.ts'), import('./table.ts')]);
    const services = await ask<readonly Restarted[]>({
      directory: flags.directory,
      method: 'restart',
      params: { service: args.service },
    });
    if (flags.json) print(json(services));
    else
      print(
        table(
          ['SERVICE', 'STATE', 'DETAILS'],
          services.map(({ id, state, details }) => [id, state, details]),
        ),
      );
    if (services.some(({ state }) => state === 'failed')) throw new CommandExit(EXIT_FAILURE);
  }
}
