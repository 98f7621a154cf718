/** How to open a place in the editor of the user. */

export interface EditorCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Whether it needs the terminal. One that is not known may, so it gets it. */
  readonly inTerminal: boolean;
}

/** Editors with windows of their own, and how they are told a line. */
const WINDOWED: readonly (readonly [name: RegExp, args: (file: string, line: number) => string[]])[] = [
  [/^(?:code|code-insiders|codium|cursor|windsurf)$/, (file, line) => ['--goto', `${file}:${line}`]],
  [/^(?:subl|zed)$/, (file, line) => [`${file}:${line}`]],
  [/^(?:idea|webstorm|goland|kate)$/, (file, line) => ['--line', String(line), file]],
  [/^(?:gvim|gedit)$/, (file, line) => [`+${line}`, file]],
];

/**
 * From $WIPPY_EDITOR, $VISUAL or $EDITOR, else the editor whose terminal this is, else `vi`. Editors that are known get
 * the line, too.
 */
export function editorCommand(
  environment: Readonly<Record<string, string | undefined>>,
  file: string,
  line: number,
): EditorCommand {
  const own = environment['TERM_PROGRAM'] === 'vscode' ? 'code' : 'vi';
  const wanted = environment['WIPPY_EDITOR'] || environment['VISUAL'] || environment['EDITOR'] || own;
  const [command = own, ...words] = wanted.trim().split(/\s+/);
  const name = command.split('/').at(-1) ?? '';
  const windowed = WINDOWED.find(([pattern]) => pattern.test(name));
  if (windowed !== undefined) return { command, args: [...words, ...windowed[1](file, line)], inTerminal: false };
  return { command, args: [...words, ...terminalArguments(name, file, line)], inTerminal: true };
}

function terminalArguments(name: string, file: string, line: number): string[] {
  if (name === 'hx') return [`${file}:${line}`];
  return /^(?:vi|vim|nvim|nano|emacs|emacsclient|micro|joe|kak)$/.test(name) ? [`+${line}`, file] : [file];
}
