import { string as argument } from '@oclif/core/args';
import { boolean } from '@oclif/core/flags';
import { BaseCommand } from '../base-command.ts';
import { print } from '../output.ts';

export class CallCommand extends BaseCommand {
  static override id = 'call';
  static override summary = 'Call a function of the running application and print what it returns.';
  static override description =
    'Arguments that are JSON are passed as what they mean, all others as texts. The result is printed as JSON.';
  static override examples = [
    '<%= config.bin %> call app:add 1 2',
    `<%= config.bin %> call app:find '{"name": "Ada"}'`,
  ];
  static override strict = false;
  static override args = { function: argument({ description: 'Id of the function', required: true }) };
  static override flags = { json: boolean({ description: 'Print all results as one JSON list' }) };

  override async run(): Promise<void> {
    const { flags, argv } = await this.parse(CallCommand);
    const [{ ask }, { json }, { jsonOrText }] = await Promise.all([
      import('./ask.ts'),
      import('./table.ts'),
      import('./json-or-text.ts'),
    ]);
    const [target, ...words] = argv as string[];
    const results = await ask<readonly unknown[]>({
      directory: flags.directory,
      method: 'call',
      params: { target, args: words.map(jsonOrText) },
    });
    if (flags.json) print(json(results));
    else for (const result of results) print(json(result));
  }
}
