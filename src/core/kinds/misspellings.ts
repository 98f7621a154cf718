/** One mistake is one finding: a field that is missing because its key is misspelt, or stands in the wrong place. */
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import { closestName, onlyCandidate } from '../../infrastructure/suggest.ts';
import type { Entry } from '../registry/index.ts';
import type { EntryProblem } from './entry-problem.ts';
import type { ValuePath } from './walk-schema.ts';

/** Replaces a missing field and the unknown key that explains it by one problem of the key. */
export function explainMissingFields(problems: readonly EntryProblem[], entry: Entry): EntryProblem[] {
  const unknown = problems.filter((problem) => problem.isKey === true);
  const explained = new Map<EntryProblem, EntryProblem>();
  const rest: EntryProblem[] = [];
  for (const problem of problems) {
    if (problem.isKey === true) continue;
    const found = problem.isMissing === true ? explanation(problem.path, unknown, entry) : undefined;
    if (found === undefined) {
      rest.push(problem);
      continue;
    }
    const former = explained.get(found.key);
    // One key may explain several missing fields, such as a misspelt "meta".
    if (former === undefined) explained.set(found.key, found.problem);
  }
  const keys = [...unknown.filter((problem) => !explained.has(problem)), ...explained.values()];
  return [...rest, ...keys];
}

interface Explanation {
  readonly key: EntryProblem;
  readonly problem: EntryProblem;
}

function explanation(path: ValuePath, unknown: readonly EntryProblem[], entry: Entry): Explanation | undefined {
  const name = path.at(-1);
  if (typeof name !== 'string') return undefined;
  const siblings = unknown.filter((problem) => isSibling(problem.path, path));
  const names = siblings.map((problem) => String(problem.path.at(-1)));
  const key = siblings[names.indexOf(closestName(name, names) ?? '')];
  if (key !== undefined) {
    const found = described(key, `the required field "${name}" is missing`, `Did you mean "${name}"?`);
    return onlyCandidate(name, names) === key.path.at(-1)
      ? { ...found, problem: { ...found.problem, correction: name } }
      : found;
  }
  if (path[0] === 'meta' && path.length === 2) return outsideOfMeta(name, unknown);
  // A key of `meta` may have any name, so none of them is a problem of its own.
  return path[0] === 'data' && path.length === 2 ? insideOfMeta(name, entry) : undefined;
}

function outsideOfMeta(name: string, unknown: readonly EntryProblem[]): Explanation | undefined {
  const top = unknown.filter(({ path }) => path.length === 2 && path[0] === 'data');
  const same = top.find(({ path }) => path[1] === name);
  if (same !== undefined) {
    return described(same, `"${name}" is required in "meta"`, `Move "${name}" into "meta".`);
  }
  const meta = top.find(({ path }) => closestName('meta', [String(path[1])]) !== undefined);
  return meta && described(meta, `"${name}" is required in "meta"`, 'Did you mean "meta"?');
}

function insideOfMeta(name: string, { meta }: Entry): Explanation | undefined {
  if (!Object.hasOwn(meta, name) || isPlainObject(meta[name])) return undefined;
  const key: EntryProblem = { severity: 'warning', path: ['meta', name], message: '', isKey: true };
  const message = `"${name}" is required beside "meta", not in it`;
  return { key, problem: { ...key, severity: 'error', message, hint: `Move "${name}" out of "meta".` } };
}

function described(key: EntryProblem, reason: string, hint: string): Explanation {
  const message = `unknown field "${String(key.path.at(-1))}": ${reason}`;
  const { correction: _former, ...rest } = key;
  return { key, problem: { ...rest, severity: 'error', message, hint } };
}

function isSibling(a: ValuePath, b: ValuePath): boolean {
  return a.length === b.length && a.slice(0, -1).every((part, index) => part === b[index]);
}
