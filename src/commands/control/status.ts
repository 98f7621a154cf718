import { boolean } from '@oclif/core/flags';
import { age } from '../../infrastructure/duration.ts';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';

interface Status {
  readonly pid: number;
  readonly mode: string;
  readonly directory: string;
  readonly running: boolean;
  readonly uptimeMs: number;
  readonly memoryBytes: number;
  readonly registryVersion: number;
  readonly entries: number;
  readonly services: readonly {
    readonly id: string;
    readonly state: string;
    readonly details: string;
    readonly restarts: number;
    readonly uptimeMs: number | null;
    readonly retryInMs: number | null;
  }[];
}

export class StatusCommand extends BaseCommand {
  static override id = 'status';
  static override summary = 'Show the running application and its services.';
  static override flags = { json: boolean({ description: 'Print JSON' }) };

  override async run(): Promise<void> {
    const { flags } = await this.parse(StatusCommand);
    const [{ ask }, { json, table }] = await Promise.all([import('./ask.ts'), import('./table.ts')]);
    const status = await ask<Status>({ directory: flags.directory, method: 'status' });
    if (flags.json) {
      print(json(status));
      return;
    }
    const memory = `${Math.round(status.memoryBytes / 1024 / 1024)} MB`;
    const what = status.running
      ? `version ${status.registryVersion}, ${status.entries} entries`
      : 'waits for corrections';
    print(`wippy ${status.mode}, process ${status.pid}, ${what}, up ${age(status.uptimeMs)}, ${memory}\n`);
    if (status.services.length === 0) return;
    const rows = status.services.map((service) => [
      service.id,
      service.state,
      service.uptimeMs === null ? '-' : age(service.uptimeMs),
      String(service.restarts),
      service.details,
    ]);
    print(`\n${table(['SERVICE', 'STATE', 'UP', 'RESTARTS', 'DETAILS'], rows)}`);
  }
}
