import { string as argument } from '@oclif/core/args';
import { BaseCommand } from './base-command.ts';
import { print } from './output.ts';

export class SchemaCommand extends BaseCommand {
  static override id = 'schema';
  static override summary = 'Print the JSON Schema of definition files or of the configuration, for editors.';
  static override examples = [
    '<%= config.bin %> schema > .wippy/entries.schema.json',
    '<%= config.bin %> schema config > .wippy/config.schema.json',
  ];
  static override args = {
    part: argument({
      description: 'What is described',
      options: ['entries', 'config'],
      default: 'entries',
      ignoreStdin: true,
    }),
  };

  override async run(): Promise<void> {
    const { args } = await this.parse(SchemaCommand);
    const { schemaOf } = await import('./schema/schema-of.ts');
    print(`${JSON.stringify(schemaOf(args.part), null, 2)}\n`);
  }
}
