import { boolean, string } from '@oclif/core/flags';
import { BaseCommand, warningDisplay } from '../base-command.ts';
import { print } from '../output.ts';
import { projectFlags, projectOptions } from '../project-flags.ts';

export class RegistryListCommand extends BaseCommand {
  static override id = 'registry:list';
  static override summary = 'List the entries of the project.';
  static override description = `All filters must match. In --kind, --ns and --name "*" stands for any text.
Metadata filters: field=value, field~regex, field*part, field^prefix, field$suffix.`;
  static override examples = [
    '<%= config.bin %> registry list --kind "function.lua*"',
    '<%= config.bin %> registry list --ns "app.*" --json',
    '<%= config.bin %> registry list --meta type=api --meta "title~^Get"',
  ];
  static override flags = {
    kind: string({ char: 'k', description: 'Filter by kind (glob)' }),
    ns: string({ char: 'n', description: 'Filter by namespace (glob)' }),
    name: string({ description: 'Filter by name (glob)' }),
    meta: string({ description: 'Filter by metadata, repeatable', multiple: true, multipleNonGreedy: true }),
    json: boolean({ description: 'Print JSON', exclusive: ['yaml'] }),
    yaml: boolean({ description: 'Print YAML' }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { flags } = await this.parse(RegistryListCommand);
    const [{ openProject }, { sortEntries }, { filterEntries }, render] = await Promise.all([
      import('../open-project.ts'),
      import('../../project/load-project.ts'),
      import('../../project/inspect/filter-entries.ts'),
      import('../../project/inspect/render-entry.ts'),
    ]);
    const project = await openProject(flags.directory, {
      ...projectOptions(flags),
      requireLock: true,
      warnings: warningDisplay(flags),
    });
    const { kind, ns: namespace, name, meta } = flags;
    const entries = sortEntries(filterEntries(project.entries, { kind, namespace, name, meta }));
    if (flags.json) print(render.toJson(render.summarizeEntries(entries)));
    else if (flags.yaml) print(render.toYaml(render.summarizeEntries(entries)));
    else print(render.entryTable(entries));
  }
}
