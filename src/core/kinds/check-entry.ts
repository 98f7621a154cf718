/** An entry against the schema of its kind: problems, and the configuration if there are no errors. */
import type { z } from 'zod';
import { isPlainObject } from '../../infrastructure/plain-data.ts';
import type { Entry } from '../registry/index.ts';
import { describeIssues, type EntryProblem, unknownKey } from './entry-problem.ts';
import { explainMissingFields } from './misspellings.ts';
import { placeholderPaths } from './placeholders.ts';
import { type EntrySchemas, findReferences, replaceTexts } from './references.ts';
import { walkSchema } from './walk-schema.ts';

export interface CheckedEntry {
  readonly problems: readonly EntryProblem[];
  /** Parsed data with defaults and full ids, with `meta` if the kind has a schema for it; undefined on errors. */
  readonly config: unknown;
}

type StrayFields = NonNullable<EntrySchemas['strayFields']>;

function unknownKeys(schema: z.ZodType, value: unknown, root: string, stray: StrayFields = {}): EntryProblem[] {
  const problems: EntryProblem[] = [];
  let uncertain = false;
  walkSchema(schema, value, {
    visit(part, item, path, certain) {
      const { def } = (part as z.core.$ZodTypes)._zod;
      if (def.type === 'intersection') uncertain = true;
      if (def.type !== 'object' || def.catchall !== undefined || !certain || uncertain || !isPlainObject(item)) return;
      const known = Object.keys(def.shape);
      for (const key of Object.keys(item)) {
        if (known.includes(key)) continue;
        const hint = path.length === 0 && Object.hasOwn(stray, key) ? stray[key] : undefined;
        problems.push(unknownKey([root, ...path], key, known, hint));
      }
    },
  });
  return problems;
}

/** Checks an entry. Entries without data are checked as if their data were an empty map. */
export function checkEntry(schemas: EntrySchemas, entry: Entry): CheckedEntry {
  const replacements = new Map<string, string>();
  for (const reference of findReferences(schemas, entry)) {
    if (reference.relative) replacements.set(JSON.stringify(reference.path), reference.target);
  }
  const found: EntryProblem[] = [];
  const parse = (root: string, schema: z.ZodType, value: unknown): unknown => {
    const complete = replacements.size === 0 ? value : replaceTexts(value, replacements, [root]);
    const result = schema.safeParse(complete);
    if (!result.success) found.push(...describeIssues(result.error, root, value));
    found.push(...unknownKeys(schema, value, root, root === 'data' ? schemas.strayFields : undefined));
    return result.data;
  };
  const data = parse('data', schemas.schema, entry.data ?? {});
  if (schemas.check !== undefined && isPlainObject(entry.data)) found.push(...schemas.check(entry.data));
  const meta = schemas.meta === undefined ? undefined : parse('meta', schemas.meta, entry.meta);
  // What a placeholder stands for is not known here; it is checked when the entry takes effect.
  const open = placeholderPaths(entry).map((path) => JSON.stringify(path));
  const settled = found.filter(({ path }) => !open.includes(JSON.stringify(path)));
  const problems = explainMissingFields(settled, entry);
  if (settled.length < found.length) return { problems, config: undefined };
  if (problems.some((problem) => problem.severity === 'error')) return { problems, config: undefined };
  const config = schemas.meta === undefined || !isPlainObject(data) ? data : { ...data, meta };
  return { problems, config };
}
