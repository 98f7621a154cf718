/** Help texts, written by oclif; a file of its own because it loads much and most runs need none of it. */
import { run } from '@oclif/core/run';

/** Prints the help that the words ask for; without words the list of commands. */
export async function showHelp(argv: readonly string[], root: string): Promise<void> {
  await run(argv[0] === 'help' ? [...argv.slice(1), '--help'] : [...argv], root);
}
