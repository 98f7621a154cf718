import { string as argument } from '@oclif/core/args';
import { BaseCommand } from '../base-command.ts';

export class SendCommand extends BaseCommand {
  static override id = 'send';
  static override summary = 'Send a message to a process of the running application.';
  static override examples = [
    '<%= config.bin %> send ledger add 5',
    `<%= config.bin %> send "{app:processes|0x00003}" task '{"id": 7}'`,
  ];
  static override args = {
    process: argument({ description: 'PID or registered name', required: true }),
    topic: argument({ description: 'Topic of the message', required: true }),
    payload: argument({ description: 'JSON, or a text' }),
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(SendCommand);
    const [{ ask }, { jsonOrText }] = await Promise.all([import('./ask.ts'), import('./json-or-text.ts')]);
    const payload = args.payload === undefined ? {} : { payload: jsonOrText(args.payload) };
    await ask({
      directory: flags.directory,
      method: 'send',
      params: { to: args.process, topic: args.topic, ...payload },
    });
  }
}
