/** Texts that are nearly YAML: what a slip of the keyboard, a merge conflict or an attacker makes of a file. */

const FRAGMENTS = [
  '\t',
  '\n',
  ': ',
  '- ',
  '[',
  ']',
  '{',
  '}',
  '&a ',
  '*a',
  '<<: *a',
  '!!int ',
  '|',
  '>',
  '"',
  "'",
  '#',
  '? ',
  '---\n',
  '...',
  '%',
  '\u0000',
  '\ufeff',
  '\u{1F600}',
  '0x',
  '__proto__: ',
  '\\',
];

/** The text with one to four pieces removed, inserted, doubled or replaced, or cut off. */
export function mutateText(text: string, random: (limit: number) => number): string {
  let result = text;
  for (let round = random(4); round >= 0; round -= 1) {
    const at = random(result.length + 1);
    const end = Math.min(result.length, at + random(12));
    switch (random(5)) {
      case 0:
        result = result.slice(0, at) + result.slice(end);
        break;
      case 1:
        result = result.slice(0, at) + FRAGMENTS[random(FRAGMENTS.length)] + result.slice(at);
        break;
      case 2:
        result = result.slice(0, end) + result.slice(at, end) + result.slice(end);
        break;
      case 3:
        result = result.slice(0, at) + FRAGMENTS[random(FRAGMENTS.length)] + result.slice(end);
        break;
      default:
        result = result.slice(0, at);
    }
  }
  return result;
}

/** The text with one or two of its lines removed, doubled, moved, or indented otherwise; most of these still parse. */
export function mutateLines(text: string, random: (limit: number) => number): string {
  const lines = text.split('\n');
  for (let round = random(2); round >= 0; round -= 1) {
    const at = random(lines.length);
    const line = lines[at] ?? '';
    switch (random(5)) {
      case 0:
        lines.splice(at, 1);
        break;
      case 1:
        lines.splice(random(lines.length), 0, line);
        break;
      case 2:
        lines[at] = `  ${line}`;
        break;
      case 3:
        lines[at] = line.replace(/: .*/, `: ${lines[random(lines.length)]?.trim() ?? ''}`);
        break;
      default:
        lines[at] = line.replace(/^ {2}/, '');
    }
  }
  return lines.join('\n');
}
