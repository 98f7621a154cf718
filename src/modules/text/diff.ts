/** `text.diff`: differences and patches, by the algorithms of Google's diff-match-patch. */

import {
  DIFF_DELETE,
  DIFF_EQUAL,
  DIFF_INSERT,
  type Diff,
  diff_match_patch as DiffMatchPatch,
} from '@dmsnell/diff-match-patch';
import { checkString, checkTable } from '../../lua/runtime/arguments.ts';
import { rawGet, rawLength, tableOf } from '../../lua/runtime/table.ts';
import { isNumber, type LuaResult, LuaTable, type LuaValue, toDouble } from '../../lua/runtime/values.ts';
import { fromLuaString, toLuaString } from '../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../services/lua/module.ts';
import { CharacterMap } from './characters.ts';

/** Seconds. Nothing else runs while texts are compared; what is found later is coarser, but right. */
const MAX_TIMEOUT = 1;

const OPERATIONS: ReadonlyMap<number, string> = new Map([
  [DIFF_DELETE, 'delete'],
  [DIFF_EQUAL, 'equal'],
  [DIFF_INSERT, 'insert'],
]);

export class Differ {
  readonly engine = new DiffMatchPatch();
}

function option(options: LuaTable, name: string, accept: (n: number) => boolean): number | undefined {
  const value = rawGet(options, name);
  if (!isNumber(value)) return undefined;
  const n = toDouble(value);
  return accept(n) ? n : undefined;
}

const positive = (n: number): boolean => n > 0 && Number.isFinite(n);
const notNegative = (n: number): boolean => n >= 0 && Number.isFinite(n);

/** `text.diff.new(options)`. Options that make no sense count as absent. */
export function newDiffer(options: LuaValue): LuaResult {
  const differ = new Differ();
  const { engine } = differ;
  if (options instanceof LuaTable) {
    const timeout = option(options, 'diff_timeout', positive) ?? MAX_TIMEOUT;
    engine.Diff_Timeout = Math.min(MAX_TIMEOUT, timeout);
    engine.Diff_EditCost = option(options, 'diff_edit_cost', positive) ?? engine.Diff_EditCost;
    engine.Match_Threshold = option(options, 'match_threshold', notNegative) ?? engine.Match_Threshold;
    engine.Match_Distance = option(options, 'match_distance', positive) ?? engine.Match_Distance;
    engine.Patch_DeleteThreshold =
      option(options, 'patch_delete_threshold', notNegative) ?? engine.Patch_DeleteThreshold;
    // The algorithm matches 32 characters at most, two margins among them.
    const margin = option(options, 'patch_margin', positive) ?? engine.Patch_Margin;
    engine.Patch_Margin = Math.min(15, Math.ceil(margin));
  }
  return differClass.create(differ);
}

function compare({ engine }: Differ, before: string, after: string): Diff[] {
  const diffs = engine.diff_main(before, after, false);
  engine.diff_cleanupSemantic(diffs);
  return diffs;
}

interface Difference {
  readonly operation: string;
  readonly text: string;
}

/** The entries of a table of differences; others are left out. Texts are byte strings. */
function readDifferences(table: LuaTable): Difference[] {
  const found: Difference[] = [];
  for (const item of table.$a.slice(0, rawLength(table))) {
    if (!(item instanceof LuaTable)) continue;
    const operation = rawGet(item, 'operation');
    const text = rawGet(item, 'text');
    if (typeof operation === 'string' && typeof text === 'string') found.push({ operation, text });
  }
  return found;
}

function prettyText({ operation, text }: Difference): string {
  if (operation === 'insert') return `\u001b[32m${text}\u001b[0m`;
  return operation === 'delete' ? `\u001b[31m${text}\u001b[0m` : text;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\n': '&para;<br>' };

function prettyHtml({ operation, text }: Difference): string {
  const html = text.replace(/[&<>\n]/g, (unit) => ENTITIES[unit] as string);
  if (operation === 'insert') return `<ins>${html}</ins>`;
  return operation === 'delete' ? `<del>${html}</del>` : html;
}

function summarize(differences: readonly Difference[]): LuaTable {
  const count = { insert: 0, delete: 0, equal: 0 };
  for (const { operation, text } of differences) {
    if (Object.hasOwn(count, operation)) count[operation as keyof typeof count] += [...fromLuaString(text)].length;
  }
  return tableOf([], { insertions: count.insert, deletions: count.delete, equals: count.equal });
}

function makePatches(differ: Differ, before: string, after: string): LuaTable {
  const map = new CharacterMap([before, after]);
  const packed = map.pack(before);
  const patches = differ.engine.patch_make(packed, compare(differ, packed, map.pack(after)));
  const texts = patches.map((patch) => {
    // Positions count characters, so they stay as they are.
    patch.diffs = patch.diffs.map((diff) => new DiffMatchPatch.Diff(diff[0], map.unpack(diff[1])));
    return tableOf([], { text: toLuaString(patch.toString()) });
  });
  return tableOf(texts);
}

/** The patched text, and whether all patches found their place. */
function applyPatches({ engine }: Differ, table: LuaTable, text: string): LuaResult {
  let valid = true;
  const patches = table.$a.slice(0, rawLength(table)).flatMap((item) => {
    const source = item instanceof LuaTable ? rawGet(item, 'text') : undefined;
    try {
      if (typeof source === 'string') return engine.patch_fromText(fromLuaString(source));
    } catch {
      // The library throws for what is no patch.
    }
    valid = false;
    return [];
  });
  const map = new CharacterMap([text, ...patches.flatMap(({ diffs }) => diffs.map((diff) => diff[1]))]);
  for (const patch of patches) {
    patch.diffs = patch.diffs.map((diff) => new DiffMatchPatch.Diff(diff[0], map.pack(diff[1])));
  }
  const [result, applied] = engine.patch_apply(patches, map.pack(text));
  return [toLuaString(map.unpack(result)), valid && applied.every(Boolean)];
}

function texts(args: LuaValue[], name: string): [string, string] {
  return [fromLuaString(checkString(args, 2, name)), fromLuaString(checkString(args, 3, name))];
}

export const differClass: UserdataClass<Differ> = defineClass<Differ>('text.Differ', Differ, () => ({
  compare: (...args) => {
    const differ = differClass.check(args, 1, 'compare');
    const [before, after] = texts(args, 'compare');
    const map = new CharacterMap([before, after]);
    const diffs = compare(differ, map.pack(before), map.pack(after));
    return tableOf(
      diffs.map((diff) => tableOf([], { operation: OPERATIONS.get(diff[0]), text: toLuaString(map.unpack(diff[1])) })),
    );
  },
  summarize: (...args) => {
    differClass.check(args, 1, 'summarize');
    return summarize(readDifferences(checkTable(args, 2, 'summarize')));
  },
  pretty_text: (...args) => {
    differClass.check(args, 1, 'pretty_text');
    return readDifferences(checkTable(args, 2, 'pretty_text'))
      .map(prettyText)
      .join('');
  },
  pretty_html: (...args) => {
    differClass.check(args, 1, 'pretty_html');
    return readDifferences(checkTable(args, 2, 'pretty_html'))
      .map(prettyHtml)
      .join('');
  },
  patch_make: (...args) => makePatches(differClass.check(args, 1, 'patch_make'), ...texts(args, 'patch_make')),
  patch_apply: (...args) => {
    const differ = differClass.check(args, 1, 'patch_apply');
    return applyPatches(differ, checkTable(args, 2, 'patch_apply'), fromLuaString(checkString(args, 3, 'patch_apply')));
  },
}));
