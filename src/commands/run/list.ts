import { boolean } from '@oclif/core/flags';
import { BaseCommand, warningDisplay } from '../base-command.ts';
import { print } from '../output.ts';
import { projectFlags, projectOptions } from '../project-flags.ts';

export class RunListCommand extends BaseCommand {
  static override id = 'run:list';
  static override summary = 'List the commands that the application defines.';
  static override examples = ['<%= config.bin %> run list', '<%= config.bin %> run list --json'];
  static override flags = {
    json: boolean({ description: 'Print JSON' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(RunListCommand);
    const [{ openProject }, { findCommands }, { commandList }] = await Promise.all([
      import('../open-project.ts'),
      import('../../project/commands.ts'),
      import('../../project/inspect/command-list.ts'),
    ]);
    const project = await openProject(flags.directory, {
      ...projectOptions(flags),
      requireLock: true,
      warnings: warningDisplay(flags),
    });
    const commands = findCommands(project.entries);
    if (flags.json) print(`${JSON.stringify(commands, null, 2)}\n`);
    else print(commandList(commands));
  }
}
