import { string as argument } from '@oclif/core/args';
import { BaseCommand } from './base-command.ts';
import { print } from './output.ts';

export class ExplainCommand extends BaseCommand {
  static override id = 'explain';
  static override summary = 'Explain a finding by its code, with an example and the remedy.';
  static override examples = ['<%= config.bin %> explain P0701', '<%= config.bin %> explain'];
  static override args = {
    code: argument({ description: 'Code of the finding; without it, all codes are listed', ignoreStdin: true }),
  };

  override async run(): Promise<void> {
    const { args } = await this.parse(ExplainCommand);
    const { explainCode, listCodes } = await import('./explain/explain-code.ts');
    print(args.code === undefined ? listCodes() : explainCode(args.code, this.config.root));
  }
}
