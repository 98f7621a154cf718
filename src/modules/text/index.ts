/** Module `text`. Reference: lua/text/text of the Wippy documentation. */

import { defineModule, type LuaModule } from '../../services/lua/module.ts';
import { newDiffer } from './diff.ts';
import { compilePattern } from './regexp.ts';
import { markdownSplitter, recursiveSplitter } from './splitter/splitter.ts';

export const textModule: LuaModule = defineModule({
  name: 'text',
  description: 'Regular expressions, differences of texts, and splitting of texts.',
  classes: ['deterministic'],
  types: `
    interface Regexp
      match_string: (self: Regexp, text: string) -> boolean
      find_string: (self: Regexp, text: string) -> string?
      find_all_string: (self: Regexp, text: string) -> {string}
      find_string_submatch: (self: Regexp, text: string) -> {string}?
      find_all_string_submatch: (self: Regexp, text: string) -> {{string}}
      find_string_index: (self: Regexp, text: string) -> {integer}?
      find_all_string_index: (self: Regexp, text: string) -> {{integer}}?
      replace_all_string: (self: Regexp, text: string, replacement: string) -> string
      split: (self: Regexp, text: string, count: integer?) -> {string}
      num_subexp: (self: Regexp) -> integer
      subexp_names: (self: Regexp) -> {string}
      string: (self: Regexp) -> string
    end
    type DiffResult = {operation: string, text: string}
    type Patch = {text: string}
    interface Differ
      compare: (self: Differ, before: string, after: string) -> ({DiffResult}?, error?)
      summarize: (self: Differ, diffs: {DiffResult}) -> {insertions: integer, deletions: integer, equals: integer}
      pretty_text: (self: Differ, diffs: {DiffResult}) -> (string?, error?)
      pretty_html: (self: Differ, diffs: {DiffResult}) -> (string?, error?)
      patch_make: (self: Differ, before: string, after: string) -> ({Patch}?, error?)
      patch_apply: (self: Differ, patches: {Patch}, text: string) -> (string, boolean)
    end
    interface Splitter
      split_text: (self: Splitter, text: string) -> ({string}?, error?)
      split_batch: (self: Splitter, pages: any) -> (any, error?)
    end
    type text = {
      regexp: {compile: (pattern: string) -> (Regexp?, error?)},
      diff: {new: (options: any) -> (Differ?, error?)},
      splitter: {
        recursive: (options: any) -> (Splitter?, error?),
        markdown: (options: any) -> (Splitter?, error?),
      },
    }`,
  members: () => ({
    regexp: { compile: compilePattern },
    diff: { new: newDiffer },
    splitter: { recursive: recursiveSplitter, markdown: markdownSplitter },
  }),
});
