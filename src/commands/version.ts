import { boolean } from '@oclif/core/flags';
import { BaseCommand } from './base-command.ts';
import { print } from './output.ts';

export class VersionCommand extends BaseCommand {
  static override id = 'version';
  static override summary = 'Print the version.';
  static override examples = ['<%= config.bin %> version', '<%= config.bin %> version --short'];
  static override flags = {
    short: boolean({ description: 'Print the number alone' }),
    json: boolean({ description: 'Print JSON', exclusive: ['short'] }),
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(VersionCommand);
    const { version } = this.config;
    const details = { version, node: process.versions.node, platform: process.platform, arch: process.arch };
    if (flags.json) print(`${JSON.stringify(details)}\n`);
    else if (flags.short) print(`${version}\n`);
    else print(`wippy ${version} (node ${details.node}, ${details.platform}-${details.arch})\n`);
  }
}
