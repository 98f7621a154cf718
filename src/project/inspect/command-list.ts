/** The text of `run list`. */
import type { ApplicationCommand } from '../commands.ts';

export function commandList(commands: readonly ApplicationCommand[]): string {
  if (commands.length === 0) {
    return `No commands found.

To define a command, add 'command' to the meta of a process entry:
  meta:
    command:
      name: test
      short: Run tests
`;
  }
  const width = Math.max(...commands.map((command) => command.name.length));
  const lines = commands.map(
    ({ name, short, entry }) => `  ${name.padEnd(width)}  ${short === '' ? '' : `${short}  `}(${entry})`,
  );
  return `Available commands:\n\n${lines.join('\n')}\n\nRun with: wippy run <command>\n`;
}
