import { string as argument } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { BaseCommand, warningDisplay } from '../base-command.ts';
import { print } from '../output.ts';
import { projectFlags, projectOptions } from '../project-flags.ts';

export class RegistryShowCommand extends BaseCommand {
  static override id = 'registry:show';
  static override summary = 'Show an entry, or one field of it.';
  static override examples = [
    '<%= config.bin %> registry show app:hello',
    '<%= config.bin %> registry show app:hello --field source',
    '<%= config.bin %> registry show app:gateway --field lifecycle.auto_start --json',
  ];
  static override args = {
    entry: argument({
      description: 'Id (namespace:name), or the name alone where it is unique',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    field: string({ char: 'f', description: 'Dotted path of a field of the data; meta.x for metadata' }),
    json: boolean({ description: 'Print JSON', exclusive: ['yaml', 'raw'] }),
    yaml: boolean({ description: 'Print YAML', exclusive: ['raw'] }),
    raw: boolean({ description: 'Print the field as it is, without a line break added' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(RegistryShowCommand);
    const [{ openProject }, { findEntry, entryField }, render] = await Promise.all([
      import('../open-project.ts'),
      import('../../project/inspect/find-entry.ts'),
      import('../../project/inspect/render-entry.ts'),
    ]);
    const project = await openProject(flags.directory, {
      ...projectOptions(flags),
      requireLock: true,
      warnings: warningDisplay(flags),
    });
    const entry = findEntry(project.entries, args.entry);
    const field = flags.field === undefined ? undefined : entryField(entry, flags.field);
    const shown = field === undefined ? render.describeEntry(entry) : field;
    if (flags.json) print(render.toJson(shown));
    else if (flags.raw && typeof field === 'string') print(field);
    else if (flags.yaml || flags.raw) print(render.toYaml(shown));
    else print(field === undefined ? render.entryText(entry) : render.fieldText(field));
  }
}
