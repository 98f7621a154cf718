import { resolve } from 'node:path';
import { string as argument } from '@oclif/core/args';
import { boolean, string } from '@oclif/core/flags';
import { BaseCommand, warningDisplay } from './base-command.ts';
import { projectFlags, projectOptions } from './project-flags.ts';

const list = { multiple: true, multipleNonGreedy: true, delimiter: ',' } as const;

export class CompileCommand extends BaseCommand {
  static override id = 'compile';
  static override summary = 'Pack the application into one file.';
  static override description =
    `Loads everything that a run would, and writes the entries and embedded files to a .wapp file; "wippy run FILE" runs it.
Patterns are an id, a name, or namespace:name with wildcards; "**" is all.`;
  static override examples = [
    '<%= config.bin %> compile -o app.wapp',
    '<%= config.bin %> compile -o app.wapp --bytecode "**" --embed app:assets',
    '<%= config.bin %> compile --list',
  ];
  static override args = { output: argument({ description: 'The file to write; as -o', ignoreStdin: true }) };
  static override flags = {
    output: string({ char: 'o', description: 'The file to write; default the name of the project, .wapp' }),
    bytecode: string({ description: 'Compile the Lua entries of this pattern, repeatable', ...list }),
    'keep-source': boolean({ description: 'Keep the sources of compiled entries, for other versions of Wippy' }),
    embed: string({ description: 'Embed the fs.directory entries of this pattern, repeatable', ...list }),
    'embed-all': boolean({ description: 'Embed all fs.directory entries', exclusive: ['embed'] }),
    'exclude-ns': string({ description: 'Leave out the namespaces of this pattern, repeatable', ...list }),
    exclude: string({ description: 'Leave out the entries of this pattern, repeatable', ...list }),
    description: string({ char: 'd', description: 'Description in the metadata of the pack' }),
    tags: string({ char: 't', description: 'Tags in the metadata of the pack, repeatable', ...list }),
    meta: string({ description: 'Metadata: key=value, repeatable', multiple: true, multipleNonGreedy: true }),
    list: boolean({ description: 'List the fs.directory entries that can be embedded, and write nothing' }),
    override: string({
      description: 'Override a field: namespace:entry:path=value, repeatable',
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...projectFlags,
  };

  override async run(): Promise<void> {
    const { args, flags } = await this.parse(CompileCommand);
    const { runCompile } = await import('./compile/run-compile.ts');
    const output = flags.output ?? args.output;
    await runCompile({
      directory: flags.directory,
      project: {
        ...projectOptions(flags),
        overrides: flags.override,
        exclude: { namespaces: flags['exclude-ns'] ?? [], entries: flags.exclude ?? [] },
      },
      warnings: warningDisplay(flags),
      version: this.config.version,
      list: flags.list,
      ...(output === undefined ? {} : { output: resolve(output) }),
      bytecode: flags.bytecode ?? [],
      keepSource: flags['keep-source'],
      ...(flags['embed-all'] ? { embed: ['**'] } : flags.embed === undefined ? {} : { embed: flags.embed }),
      metadata: { description: flags.description, tags: flags.tags, pairs: flags.meta ?? [] },
      quiet: flags.silent,
    });
  }
}

/** The name of the command in the Go toolchain. */
export class PackCommand extends CompileCommand {
  static override id = 'pack';
  static override summary = 'The same as compile.';
}
