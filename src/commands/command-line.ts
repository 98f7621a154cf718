/** Finds the command in the words of the command line. */
import { didYouMean } from '../infrastructure/suggest.ts';

/** Global flags that are followed by a value. */
const FLAGS_WITH_VALUE = new Set(['-C', '--directory', '--config', '-m', '--memory-limit']);
const HELP_FLAGS = new Set(['--help', '-h']);

/** Moves flags that stand before the command behind everything else but `--`: `-C app run` becomes `run -C app`. */
export function commandFirst(argv: readonly string[]): string[] {
  let end = 0;
  while (end < argv.length && argv[end].startsWith('-') && argv[end] !== '--' && argv[end] !== '-') {
    if (HELP_FLAGS.has(argv[end]) || argv[end] === '--version') return [...argv];
    end += FLAGS_WITH_VALUE.has(argv[end]) ? 2 : 1;
  }
  if (end === 0 || end >= argv.length) return [...argv];
  const rest = argv.slice(end);
  const dashes = rest.indexOf('--');
  const position = dashes === -1 ? rest.length : dashes;
  return [...rest.slice(0, position), ...argv.slice(0, end), ...rest.slice(position)];
}

export interface FoundCommand {
  readonly id: string;
  readonly argv: readonly string[];
}

/** The command that the first one or two words name, and the rest of the line. */
export function findCommand(argv: readonly string[], ids: readonly string[]): FoundCommand | undefined {
  const [first, second] = argv;
  if (second !== undefined && ids.includes(`${first}:${second}`))
    return { id: `${first}:${second}`, argv: argv.slice(2) };
  return ids.includes(first) ? { id: first, argv: argv.slice(1) } : undefined;
}

export function asksForHelp(argv: readonly string[]): boolean {
  const dashes = argv.indexOf('--');
  return (dashes === -1 ? argv : argv.slice(0, dashes)).some((word) => HELP_FLAGS.has(word));
}

/** The words that name neither a command nor a topic; undefined where help can be shown for what they name. */
export function unknownWords(argv: readonly string[], ids: readonly string[]): string | undefined {
  const words = argv[0] === 'help' ? argv.slice(1) : argv;
  const [first, second] = words;
  if (first === undefined || first.startsWith('-') || ids.includes(first)) return undefined;
  if (!ids.some((id) => id.startsWith(`${first}:`))) return first;
  if (second === undefined || second.startsWith('-') || ids.includes(`${first}:${second}`)) return undefined;
  return `${first} ${second}`;
}

/** The hint for words that name no command. */
export function unknownCommandHint(words: readonly string[], ids: readonly string[]): string {
  const names = ids.map((id) => id.replace(':', ' '));
  return (
    didYouMean(words.slice(0, 2).join(' '), names) ??
    didYouMean(words[0], names) ??
    "See 'wippy --help' for all commands."
  );
}
