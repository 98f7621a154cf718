/** Replacement texts: `$1`, `${1}`, `$name` and `${name}` stand for groups, `$$` for a dollar. Rules: Go's `Regexp.Expand`. */

const REFERENCE = /\$(?:(\$)|(\w+)|\{(\w+)\})/g;

/** The replacement of a match; groups that do not exist or took no part are empty. All texts are byte strings. */
export function expandTemplate(
  template: string,
  text: string,
  match: readonly number[],
  names: readonly string[],
): string {
  if (!template.includes('$')) return template;
  return template.replace(REFERENCE, (_all, dollar?: string, plain?: string, braced?: string) => {
    if (dollar !== undefined) return '$';
    const name = plain ?? braced ?? '';
    const group = /^\d+$/.test(name) ? Number(name) : names.indexOf(name, 1);
    const start = match[group * 2] ?? -1;
    return start < 0 ? '' : text.slice(start, match[group * 2 + 1]);
  });
}
