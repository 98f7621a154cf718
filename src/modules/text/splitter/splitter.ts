/** `text.splitter`. */

import { checkString, checkTable } from '../../../lua/runtime/arguments.ts';
import { rawGet, rawLength, tableOf } from '../../../lua/runtime/table.ts';
import {
  isNumber,
  type LuaFunction,
  type LuaResult,
  LuaTable,
  type LuaValue,
  toDouble,
} from '../../../lua/runtime/values.ts';
import { invalid } from '../../../services/lua/convert/errors.ts';
import { fromLuaString, toLuaString } from '../../../services/lua/convert/text.ts';
import { defineClass, type UserdataClass } from '../../../services/lua/module.ts';
import { splitMarkdown } from './markdown.ts';
import { type SplitOptions, splitRecursively } from './recursive.ts';

const SEPARATORS = ['\n\n', '\n', ' ', ''];

/** Splits byte strings. */
export class Splitter {
  readonly split: (text: string) => string[];

  constructor(split: (text: string) => string[]) {
    this.split = (text) => split(fromLuaString(text)).map(toLuaString);
  }
}

function number(options: LuaTable, name: string, otherwise: number): number {
  const value = rawGet(options, name);
  return isNumber(value) ? Math.trunc(toDouble(value)) : otherwise;
}

function separators(options: LuaTable): readonly string[] {
  const list = rawGet(options, 'separators');
  if (!(list instanceof LuaTable)) return SEPARATORS;
  const given = list.$a.slice(0, rawLength(list)).filter((item) => typeof item === 'string');
  return given.length === 0 ? SEPARATORS : given.map(fromLuaString);
}

/** A function of the module: reads the options that both splitters have and makes one. */
function create(
  make: (common: SplitOptions, flag: (name: string) => boolean) => (text: string) => string[],
): LuaFunction {
  return (given): LuaResult => {
    const options = given instanceof LuaTable ? given : new LuaTable();
    const flag = (name: string): boolean => rawGet(options, name) === true;
    const chunkSize = number(options, 'chunk_size', 512);
    const chunkOverlap = number(options, 'chunk_overlap', Math.min(100, Math.floor(chunkSize / 2)));
    if (!(chunkSize >= 1)) return invalid(`chunk_size must be at least 1, got ${chunkSize}`);
    if (!(chunkOverlap >= 0)) return invalid(`chunk_overlap must not be negative, got ${chunkOverlap}`);
    const common = {
      chunkSize,
      chunkOverlap,
      keepSeparator: flag('keep_separator'),
      separators: separators(options),
    };
    return splitterClass.create(new Splitter(make(common, flag)));
  };
}

export const recursiveSplitter: LuaFunction = create((common) => (text) => splitRecursively(text, common));

export const markdownSplitter: LuaFunction = create((common, flag) => {
  const options = {
    ...common,
    codeBlocks: flag('code_blocks'),
    referenceLinks: flag('reference_links'),
    headingHierarchy: flag('heading_hierarchy'),
    joinTableRows: flag('join_table_rows'),
  };
  return (text) => splitMarkdown(text, options);
});

/** Chunks of all pages; each has its own table and shares the metadata of its page. */
function splitBatch(splitter: Splitter, pages: LuaTable): LuaTable {
  const chunks: LuaValue[] = [];
  for (const page of pages.$a.slice(0, rawLength(pages))) {
    if (!(page instanceof LuaTable)) continue;
    const content = rawGet(page, 'content');
    if (typeof content !== 'string') continue;
    const given = rawGet(page, 'metadata');
    const metadata = given instanceof LuaTable ? given : new LuaTable();
    for (const chunk of splitter.split(content)) chunks.push(tableOf([], { content: chunk, metadata }));
  }
  return tableOf(chunks);
}

export const splitterClass: UserdataClass<Splitter> = defineClass<Splitter>('text.Splitter', Splitter, () => ({
  split_text: (...args) => {
    const splitter = splitterClass.check(args, 1, 'split_text');
    return tableOf(splitter.split(checkString(args, 2, 'split_text')));
  },
  split_batch: (...args) => splitBatch(splitterClass.check(args, 1, 'split_batch'), checkTable(args, 2, 'split_batch')),
}));
