/** How to open a place in the editor of the user. */

export interface EditorCommand {
  readonly command: string;
  readonly args: readonly string[];
}

const DEFAULT_EDITOR = 'code';

/** From $WIPPY_EDITOR, $VISUAL or $EDITOR; editors that are known get the line, too. */
export function editorCommand(
  environment: Readonly<Record<string, string | undefined>>,
  file: string,
  line: number,
): EditorCommand {
  const wanted = environment['WIPPY_EDITOR'] || environment['VISUAL'] || environment['EDITOR'] || DEFAULT_EDITOR;
  const [command = DEFAULT_EDITOR, ...words] = wanted.split(/\s+/);
  const name = command.split('/').at(-1) ?? '';
  if (/^(?:code|code-insiders|codium|cursor|windsurf)$/.test(name))
    return { command, args: [...words, '--goto', `${file}:${line}`] };
  if (/^(?:subl|zed|hx)$/.test(name)) return { command, args: [...words, `${file}:${line}`] };
  if (/^(?:idea|webstorm|goland|kate)$/.test(name)) return { command, args: [...words, '--line', String(line), file] };
  if (/^(?:vi|vim|nvim|gvim|nano|emacs|emacsclient|micro|joe)$/.test(name))
    return { command, args: [...words, `+${line}`, file] };
  return { command, args: [...words, file] };
}
